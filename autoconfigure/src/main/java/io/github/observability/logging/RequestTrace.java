package io.github.observability.logging;

import io.github.observability.context.ContextKey;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.util.ClassUtils;

/**
 * The ids of the span of a request, which is over when its access line is written, so
 * that the MDC no longer has them.
 *
 * @param traceId id of the trace, if there is one
 * @param spanId id of the span, if there is one
 * @param sampled whether the trace is sampled, if that is known
 */
record RequestTrace(@Nullable String traceId, @Nullable String spanId, @Nullable Boolean sampled) {

	private static final boolean PRESENT = ClassUtils
		.isPresent("io.micrometer.tracing.handler.TracingObservationHandler", RequestTrace.class.getClassLoader());

	private static final RequestTrace NONE = new RequestTrace(null, null, null);

	static RequestTrace of(Observation.Context context) {
		return PRESENT ? MicrometerTracing.of(context) : NONE;
	}

	void addTo(LoggingEventBuilder line) {
		if (this.traceId != null) {
			line.addKeyValue(ContextKey.TRACE_ID.key(), this.traceId);
			line.addKeyValue(ContextKey.SPAN_ID.key(), this.spanId);
			line.addKeyValue("trace.sampled", this.sampled);
		}
	}

	/** Loaded only where Micrometer Tracing is there. */
	private static final class MicrometerTracing {

		static RequestTrace of(Observation.Context context) {
			TracingObservationHandler.TracingContext tracing = context
				.get(TracingObservationHandler.TracingContext.class);
			Span span = (tracing != null) ? tracing.getSpan() : null;
			TraceContext ids = (span != null) ? span.context() : null;
			return (ids != null && !ids.traceId().isEmpty())
					? new RequestTrace(ids.traceId(), ids.spanId(), ids.sampled()) : NONE;
		}

	}

}
