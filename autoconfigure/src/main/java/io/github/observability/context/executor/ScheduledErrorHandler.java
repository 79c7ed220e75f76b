package io.github.observability.context.executor;

import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.ErrorHandler;

/**
 * {@link ErrorHandler} of a {@link SimpleAsyncTaskScheduler} that has none: it calls no
 * decorator for tasks with a fixed delay. Errors are handled as Spring does by default,
 * only with the ids of the run on the line.
 */
final class ScheduledErrorHandler implements ErrorHandler {

	@Override
	public void handleError(Throwable error) {
		ScheduledRun run = ScheduledRun.current();
		if (run != null) {
			TaskUtils.getDefaultErrorHandler(run.hasFailedWith(error)).handleError(error);
			return;
		}
		ScheduledRun.Failure failure = ScheduledRun.takeUnhandled();
		if (failure == null || failure.error() != error) {
			TaskUtils.getDefaultErrorHandler(true).handleError(error);
			return;
		}
		failure.putIds();
		try {
			TaskUtils.getDefaultErrorHandler(true).handleError(error);
		}
		finally {
			failure.removeIds();
		}
	}

}
