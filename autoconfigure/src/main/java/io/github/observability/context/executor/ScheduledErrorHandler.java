package io.github.observability.context.executor;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.ErrorHandler;

/**
 * {@link ErrorHandler} of a {@link SimpleAsyncTaskScheduler}, which calls no decorator
 * for tasks with a fixed delay. Errors are handled as the user or else Spring does, only
 * with the ids of the run on the line.
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
	 * What is merely handed over fails for whoever waits for it.
	 */
	private ErrorHandler handler(boolean scheduled) {
		return (this.users != null) ? this.users : TaskUtils.getDefaultErrorHandler(scheduled);
	}

}
