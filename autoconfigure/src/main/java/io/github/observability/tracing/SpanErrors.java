package io.github.observability.tracing;

import io.github.observability.HttpNames;
import io.github.observability.ObservationSpan;
import io.github.observability.Outcomes;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.StatusCode;

/**
 * Sets the span status ERROR, for which Micrometer's {@link Span} has no method.
 */
final class SpanErrors {

	private SpanErrors() {
	}

	/**
	 * Whether a request with a server error status counts as an error. It does not if its
	 * client disconnected or its exception was expected.
	 */
	static boolean isError(Observation.Context context) {
		KeyValue outcome = context.getLowCardinalityKeyValue(HttpNames.OUTCOME);
		return outcome == null || !Outcomes.isExcused(outcome.getValue());
	}

	static void mark(Observation.Context context) {
		if (ObservationSpan.of(context) instanceof OtelSpan span) {
			OtelSpan.toOtel(span).setStatus(StatusCode.ERROR);
		}
	}

}
