package io.github.observability.logging.access;

import io.github.observability.ObservationSpan;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The ids of a request's span. The span has ended when the access line is written, so the
 * MDC no longer has them.
 *
 * @param traceId id of the trace, {@code null} without a trace
 * @param spanId id of the span, {@code null} without a trace
 * @param sampled whether the trace is sampled, {@code null} if unknown
 */
record RequestTrace(@Nullable String traceId, @Nullable String spanId, @Nullable Boolean sampled) {

	private static final boolean PRESENT = ClassUtils
		.isPresent("io.micrometer.tracing.handler.TracingObservationHandler", RequestTrace.class.getClassLoader());

	private static final RequestTrace NONE = new RequestTrace(null, null, null);

	static RequestTrace of(Observation.Context context) {
		return PRESENT ? MicrometerTracing.of(context) : NONE;
	}

	/** Loaded only if Micrometer Tracing is present. */
	private static final class MicrometerTracing {

		static RequestTrace of(Observation.Context context) {
			TraceContext ids = ObservationSpan.ids(context);
			return (ids != null) ? new RequestTrace(ids.traceId(), ids.spanId(), ids.sampled()) : NONE;
		}

	}

}
