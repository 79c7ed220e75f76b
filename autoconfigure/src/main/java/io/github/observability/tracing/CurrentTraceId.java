package io.github.observability.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler;
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
		SpanContext span = io.opentelemetry.api.trace.Span.current().getSpanContext();
		return span.isValid() ? span.getTraceId() : null;
	}

	/**
	 * Return the id of the trace that an observation is part of.
	 * @param context its context
	 * @return the id, {@code null} if there is no trace
	 */
	static @Nullable String of(Observation.ContextView context) {
		TracingObservationHandler.TracingContext tracing = context.get(TracingObservationHandler.TracingContext.class);
		Span span = (tracing != null) ? tracing.getSpan() : null;
		return (span != null) ? span.context().traceId() : null;
	}

}
