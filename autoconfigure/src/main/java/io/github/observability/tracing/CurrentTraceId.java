package io.github.observability.tracing;

import io.github.observability.ObservationSpan;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds the id of the current trace.
 */
final class CurrentTraceId {

	private CurrentTraceId() {
	}

	/**
	 * Return the id of the trace of the current thread.
	 * @return the id, {@code null} if there is no trace
	 */
	static @Nullable String get() {
		SpanContext span = Span.current().getSpanContext();
		return span.isValid() ? span.getTraceId() : null;
	}

	/**
	 * Return the id of the trace that an observation is part of.
	 * @param context its context
	 * @return the id, {@code null} if there is no trace
	 */
	static @Nullable String of(Observation.ContextView context) {
		TraceContext ids = ObservationSpan.ids(context);
		return (ids != null) ? ids.traceId() : null;
	}

}
