package io.github.observability.context.executor;

import io.github.observability.ObservationSpan;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.TraceContext;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/**
 * {@link ObservationHandler} that remembers the trace and span id of a failed run for the
 * line that Spring logs after the observation.
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
		TraceContext ids = (error != null) ? ObservationSpan.ids(context) : null;
		if (error != null && ids != null) {
			ScheduledRun.failed(new ScheduledRun.Failure(error, ids.traceId(), ids.spanId()));
		}
	}

}
