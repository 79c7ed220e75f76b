package io.github.observability.context.executor;

import java.util.concurrent.RunnableScheduledFuture;

import io.github.observability.FrameworkField;
import io.github.observability.context.PropagatedContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;

/**
 * {@link TaskDecorator} of a scheduler. What runs once has the context of whoever
 * scheduled it; what runs again and again belongs to nobody, each run is a trace of its
 * own.
 */
final class ScheduledTaskDecorator implements TaskDecorator {

	private final @Nullable TaskDecorator users;

	ScheduledTaskDecorator(@Nullable TaskDecorator users) {
		this.users = users;
	}

	@Override
	public Runnable decorate(Runnable task) {
		PropagatedContext context = isPeriodic(task) ? PropagatedContext.none() : PropagatedContext.capture();
		Runnable decorated = (this.users != null) ? decorate(this.users, task, context) : task;
		return ScheduledRun.of(context.runnable(decorated), isScheduled(task));
	}

	/**
	 * A decorator of the user's may capture the context too, and must not find another.
	 */
	private static Runnable decorate(TaskDecorator users, Runnable task, PropagatedContext context) {
		return context.supplier(() -> users.decorate(task)).get();
	}

	/**
	 * A {@code SimpleAsyncTaskScheduler} gives what it schedules a handler of its own,
	 * and what it executes the one that was set.
	 */
	private static boolean isScheduled(Runnable task) {
		try {
			return task instanceof DelegatingErrorHandlingRunnable
					&& !(FrameworkField.SCHEDULED_TASK_ERROR_HANDLER.read(task) instanceof ScheduledErrorHandler);
		}
		catch (RuntimeException ex) {
			return true;
		}
	}

	private static boolean isPeriodic(Runnable task) {
		return task instanceof RunnableScheduledFuture<?> future && future.isPeriodic();
	}

}
