package io.github.observability.test;

import java.util.Map;

import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Spans of tests that need no application.
 */
final class TestTraces {

	private TestTraces() {
	}

	static TraceSpan span(String id, @Nullable String parent, Kind kind, String name, Map<String, Object> attributes) {
		return new TraceSpan("t", id, parent, false, "", name, kind, 0, 1000, false, attributes);
	}

}
