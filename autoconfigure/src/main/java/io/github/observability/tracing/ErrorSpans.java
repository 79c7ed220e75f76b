package io.github.observability.tracing;

import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.StatusCode;

/**
 * Sets the span status ERROR, for which Micrometer's {@link Span} has no method.
 */
final class ErrorSpans {

	private static final Set<String> NO_ERRORS = Set.of("CLIENT_ABORT", "EXPECTED");

	private ErrorSpans() {
	}

	/**
	 * Whether a request with a server error status counts as an error. It does not if its
	 * client disconnected or its exception was expected.
	 */
	static boolean isError(Observation.Context context) {
		KeyValue outcome = context.getLowCardinalityKeyValue("outcome");
		return outcome == null || !NO_ERRORS.contains(outcome.getValue());
	}

	static void mark(Observation.Context context) {
		TracingObservationHandler.TracingContext tracing = context.get(TracingObservationHandler.TracingContext.class);
		Span span = (tracing != null) ? tracing.getSpan() : null;
		if (span instanceof OtelSpan) {
			OtelSpan.toOtel(span).setStatus(StatusCode.ERROR);
		}
	}

}
