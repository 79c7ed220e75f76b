package io.github.observability.context.executor;

import java.util.concurrent.RunnableScheduledFuture;

import io.github.observability.FrameworkField;
import io.github.observability.context.PropagatedContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;

/**
 * {@link TaskDecorator} of a scheduler. A task that runs once has the context of the
 * thread that scheduled it. A periodic task or one with a trigger has none: each of its
 * runs is a trace of its own.
 */
final class ScheduledTaskDecorator implements TaskDecorator {

	/** The frames between this class and Spring's method, with room for wrappers. */
	private static final int MAX_FRAMES = 12;

	private final @Nullable TaskDecorator users;

	ScheduledTaskDecorator(@Nullable TaskDecorator users) {
		this.users = users;
	}

	@Override
	public Runnable decorate(Runnable task) {
		PropagatedContext context = runsOnce(task) ? PropagatedContext.capture() : PropagatedContext.none();
		Runnable decorated = (this.users != null) ? decorate(this.users, task, context) : task;
		return ScheduledRun.of(context.runnable(decorated), isScheduled(task));
	}

	/**
	 * The user's decorator may capture the context too and must find the same one.
	 */
	private static Runnable decorate(TaskDecorator users, Runnable task, PropagatedContext context) {
		return context.supplier(() -> users.decorate(task)).get();
	}

	/**
	 * A {@code SimpleAsyncTaskScheduler} gives scheduled tasks an error handler of its
	 * own, and executed tasks the handler that was set.
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

	private static boolean runsOnce(Runnable task) {
		return !(task instanceof RunnableScheduledFuture<?> future) || !(future.isPeriodic() || isTriggered());
	}

	/**
	 * Whether Spring is scheduling the next run of a task with a trigger. Only the call
	 * shows it: the task at hand looks like one that runs once, and the thread is that of
	 * the run before, with whatever this left on it.
	 */
	private static boolean isTriggered() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.limit(MAX_FRAMES)
				.anyMatch((frame) -> frame.getMethodName().equals("schedule")
						&& frame.getClassName().equals(ContextPropagatingInvocation.RESCHEDULED)));
	}

}
