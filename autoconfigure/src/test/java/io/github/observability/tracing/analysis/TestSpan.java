package io.github.observability.tracing.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A span of a test's trace, in the making.
 */
final class TestSpan {

	private static final long MILLI = 1_000_000;

	private final String id;

	private final @Nullable String parent;

	private String traceId = "a";

	private String service = "";

	private String name;

	private Kind kind = Kind.INTERNAL;

	private long start;

	private long end;

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private TestSpan(String id, @Nullable String parent) {
		this.id = id;
		this.name = id;
		this.parent = parent;
	}

	static TestSpan root(String id) {
		return new TestSpan(id, null);
	}

	static TestSpan child(String id, String parent) {
		return new TestSpan(id, parent);
	}

	TestSpan named(String name) {
		this.name = name;
		return this;
	}

	TestSpan inTrace(String traceId) {
		this.traceId = traceId;
		return this;
	}

	TestSpan of(String service) {
		this.service = service;
		return this;
	}

	TestSpan kind(Kind kind) {
		this.kind = kind;
		return this;
	}

	TestSpan nanos(long start, long end) {
		this.start = start;
		this.end = end;
		return this;
	}

	TestSpan millis(long start, long end) {
		return nanos(start * MILLI, end * MILLI);
	}

	TestSpan with(String key, Object value) {
		this.attributes.put(key, value);
		return this;
	}

	TraceSpan build() {
		return new TraceSpan(this.traceId, this.id, this.parent, false, this.service, this.name, this.kind, this.start,
				this.end, false, this.attributes);
	}

}
