package io.github.observability;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Finds the span of an observation. Needs Micrometer Tracing on the class path.
 */
public final class ObservationSpan {

	private ObservationSpan() {
	}

	/**
	 * Return the span of an observation.
	 * @param context the context of the observation
	 * @return its span, {@code null} if it has none
	 */
	public static @Nullable Span of(Observation.ContextView context) {
		TracingObservationHandler.TracingContext tracing = context.get(TracingObservationHandler.TracingContext.class);
		return (tracing != null) ? tracing.getSpan() : null;
	}

	/**
	 * Return the ids of the span of an observation.
	 * @param context the context of the observation
	 * @return the ids, {@code null} if there is no span or if it is one of a tracer that
	 * does nothing
	 */
	public static @Nullable TraceContext ids(Observation.ContextView context) {
		Span span = of(context);
		TraceContext ids = (span != null) ? span.context() : null;
		return (ids != null && !ids.traceId().isEmpty()) ? ids : null;
	}

}
