package io.github.observability.context.executor;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/**
 * {@link ObservationHandler} that keeps the ids of a scheduled run that fails.
 */
final class ScheduledFailureHandler implements ObservationHandler<ScheduledTaskObservationContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ScheduledTaskObservationContext;
	}

	@Override
	public void onStart(ScheduledTaskObservationContext context) {
		ScheduledRun.started();
	}

	@Override
	public void onStop(ScheduledTaskObservationContext context) {
		Throwable error = context.getError();
		TracingObservationHandler.TracingContext tracing = context.get(TracingObservationHandler.TracingContext.class);
		Span span = (tracing != null) ? tracing.getSpan() : null;
		if (error != null && span != null && !span.context().traceId().isEmpty()) {
			ScheduledRun.failed(new ScheduledRun.Failure(error, span.context().traceId(), span.context().spanId()));
		}
	}

}
