package io.github.observability.test;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.observability.tracing.analysis.CodePlace;
import io.github.observability.tracing.analysis.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Where a span was started.
 *
 * @param threadId the id of the thread
 * @param threadName the name of the thread
 * @param place the place in the application's code, {@code null} if unknown
 */
record SpanOrigin(long threadId, String threadName, @Nullable CodePlace place) {

	/**
	 * Add the origin as OpenTelemetry's conventions have it; what the span says itself
	 * stays. The span that is exported has none of it.
	 */
	TraceSpan addTo(TraceSpan span) {
		Map<String, Object> attributes = new LinkedHashMap<>(span.attributes());
		attributes.putIfAbsent("thread.id", this.threadId);
		attributes.putIfAbsent("thread.name", this.threadName);
		if (this.place != null && CodePlace.of(span) == null) {
			attributes.put("code.function.name", this.place.type() + "." + this.place.method());
			attributes.put("code.line.number", (long) this.place.line());
		}
		return new TraceSpan(span.traceId(), span.spanId(), span.parentSpanId(), span.remoteParent(), span.service(),
				span.name(), span.kind(), span.startNanos(), span.endNanos(), span.failed(), attributes);
	}

	/**
	 * Whether an attribute is one that is added here.
	 */
	static boolean isAdded(String key) {
		return key.startsWith("thread.") || key.startsWith("code.");
	}

}
