package io.github.observability.tracing.tail;

import io.github.observability.ObservationSpan;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;

/**
 * {@link ObservationHandler} that names spans when they start. Micrometer names them when
 * they stop, so a span that is left open would have no name to report. Boot calls
 * handlers that are not for tracing after those that are.
 */
final class SpanNameHandler implements ObservationHandler<Observation.Context> {

	private final TailSamplingSpanProcessor processor;

	SpanNameHandler(TailSamplingSpanProcessor processor) {
		this.processor = processor;
	}

	@Override
	public void onStart(Observation.Context context) {
		String name = context.getName();
		if (name != null && this.processor.isRecording() && ObservationSpan.of(context) instanceof OtelSpan span) {
			span.name(name);
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

}
