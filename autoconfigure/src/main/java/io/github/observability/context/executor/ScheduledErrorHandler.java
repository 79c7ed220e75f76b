package io.github.observability.context.executor;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.ErrorHandler;

/**
 * {@link ErrorHandler} of a {@link SimpleAsyncTaskScheduler}, which does not call the
 * task decorator for tasks with a fixed delay. Delegates to the user's handler or to
 * Spring's, with the ids of the failed run in the MDC.
 */
final class ScheduledErrorHandler implements ErrorHandler {

	private final @Nullable ErrorHandler users;

	ScheduledErrorHandler(@Nullable ErrorHandler users) {
		this.users = users;
	}

	@Override
	public void handleError(Throwable error) {
		ScheduledRun run = ScheduledRun.current();
		if (run != null) {
			handler(run.isScheduled()).handleError(error);
			return;
		}
		ScheduledRun.Failure failure = ScheduledRun.takeUnhandled();
		if (failure == null || failure.error() != error) {
			handler(true).handleError(error);
			return;
		}
		failure.putIds();
		try {
			handler(true).handleError(error);
		}
		finally {
			failure.removeIds();
		}
	}

	/**
	 * Spring's handler for tasks that are not scheduled rethrows the error to whoever
	 * waits for the result.
	 */
	private ErrorHandler handler(boolean scheduled) {
		return (this.users != null) ? this.users : TaskUtils.getDefaultErrorHandler(scheduled);
	}

}
