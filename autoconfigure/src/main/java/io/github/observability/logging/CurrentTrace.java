package io.github.observability.logging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What the tracer knows of the trace that a line belongs to, where OpenTelemetry is there
 * and the line is written on the thread that logs.
 */
final class CurrentTrace {

	private static final boolean PRESENT = ClassUtils.isPresent("io.opentelemetry.api.trace.Span",
			CurrentTrace.class.getClassLoader());

	private CurrentTrace() {
	}

	/**
	 * Whether a trace is sampled.
	 * @param traceId id of the trace
	 * @return whether it is, {@code null} if it is not the current one
	 */
	static @Nullable Boolean isSampled(Object traceId) {
		return PRESENT ? OpenTelemetry.isSampled(traceId) : null;
	}

	/** Loaded only where OpenTelemetry is there. */
	private static final class OpenTelemetry {

		static @Nullable Boolean isSampled(Object traceId) {
			SpanContext context = Span.current().getSpanContext();
			return context.getTraceId().equals(traceId) ? context.isSampled() : null;
		}

	}

}
