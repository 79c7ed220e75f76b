package io.github.observability.context.executor;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.github.observability.FrameworkField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ErrorHandler;

/**
 * Has executors of Spring propagate the context, with a decorator around the user's.
 */
final class SpringExecutors {

	private static final Logger logger = LoggerFactory.getLogger(SpringExecutors.class);

	private static final String NAME = "of a scheduler";

	private SpringExecutors() {
	}

	/**
	 * Have an executor that is not a bean propagate the context.
	 * @param executor the executor
	 * @param name what log lines call it
	 * @return the executor itself or a stand-in
	 */
	static Executor propagating(Executor executor, String name) {
		try {
			decorate(executor);
			if (executor instanceof ThreadPoolTaskExecutor pool) {
				leaveWhatOrdersTasks(pool, name);
			}
			return ContextPropagatingExecutors.of(executor, name, null);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Executor '{}' does not propagate the context", name, ex);
			return executor;
		}
	}

	/**
	 * Whether an executor or a scheduler has a decorator of ours rather than a stand-in.
	 * @param executor an executor or scheduler of any kind
	 * @return whether {@link #decorate} handles it
	 */
	static boolean takesDecorator(Object executor) {
		return executor instanceof ThreadPoolTaskExecutor || executor instanceof ThreadPoolTaskScheduler
				|| executor instanceof SimpleAsyncTaskExecutor || executor instanceof ConcurrentTaskExecutor
				|| executor instanceof TaskExecutorAdapter;
	}

	/**
	 * Decorate an executor or a scheduler, unless it propagates the context already.
	 * @param executor an executor of any kind; others than Spring's are left alone
	 */
	static void decorate(Object executor) {
		if (executor instanceof ThreadPoolTaskScheduler scheduler) {
			decorateScheduler(scheduler, scheduler::setTaskDecorator);
		}
		else if (executor instanceof SimpleAsyncTaskScheduler scheduler) {
			decorateScheduler(scheduler, scheduler::setTaskDecorator);
			ErrorHandler users = FrameworkField.SIMPLE_SCHEDULER_ERROR_HANDLER.read(scheduler, ErrorHandler.class);
			if (!(users instanceof ScheduledErrorHandler)) {
				scheduler.setErrorHandler(new ScheduledErrorHandler(users));
			}
		}
		else if (executor instanceof ConcurrentTaskScheduler scheduler) {
			propagate(scheduler);
		}
		else if (executor instanceof ThreadPoolTaskExecutor pool) {
			decorateExecutor(pool, pool::setTaskDecorator);
		}
		else if (executor instanceof SimpleAsyncTaskExecutor simple) {
			decorateExecutor(simple, simple::setTaskDecorator);
		}
		else if (executor instanceof ConcurrentTaskExecutor concurrent) {
			if (!(concurrent.getConcurrentExecutor() instanceof ContextPropagatingExecutors.ContextPropagating)) {
				decorateExecutor(concurrent, concurrent::setTaskDecorator);
			}
		}
		else if (executor instanceof TaskExecutorAdapter adapter) {
			if (!(FrameworkField.ADAPTER_EXECUTOR
				.read(adapter) instanceof ContextPropagatingExecutors.ContextPropagating)) {
				decorateExecutor(adapter, adapter::setTaskDecorator);
			}
		}
	}

	/**
	 * Its decorator would be called once for all runs, and inside of what logs their
	 * failure.
	 */
	private static void propagate(ConcurrentTaskScheduler scheduler) {
		ScheduledExecutorService scheduled = FrameworkField.CONCURRENT_SCHEDULER_EXECUTOR.read(scheduler,
				ScheduledExecutorService.class);
		ScheduledExecutorService standIn = (scheduled != null) ? ContextPropagatingExecutors.of(scheduled, NAME, null)
				: null;
		if (standIn instanceof ContextPropagatingExecutors.ContextPropagating) {
			scheduler.setScheduledExecutor(standIn);
			scheduler
				.setConcurrentExecutor(ContextPropagatingExecutors.of(scheduler.getConcurrentExecutor(), NAME, null));
			return;
		}
		decorateScheduler(scheduler, scheduler::setTaskDecorator);
	}

	private static void decorateExecutor(Object executor, Consumer<TaskDecorator> setter) {
		TaskDecorator present = TaskDecorators.of(executor);
		if (!TaskDecorators.propagatesContext(present)) {
			setter.accept(new ContextTaskDecorator(present));
		}
	}

	private static void decorateScheduler(Object scheduler, Consumer<TaskDecorator> setter) {
		TaskDecorator present = TaskDecorators.of(scheduler);
		if (!(present instanceof ScheduledTaskDecorator)) {
			setter.accept(new ScheduledTaskDecorator(present));
		}
	}

	/**
	 * Leave an executor alone whose queue compares tasks, which only the user's tasks
	 * support. The queue is created after the decorator was set.
	 * @param executor the executor
	 * @param name its name
	 */
	static void leaveWhatOrdersTasks(ThreadPoolTaskExecutor executor, String name) {
		if (TaskDecorators.of(executor) instanceof ContextTaskDecorator decorator && ContextPropagatingExecutors
			.ordersTasks(FrameworkField.THREAD_POOL_EXECUTOR_POOL.read(executor, Executor.class))) {
			executor.setTaskDecorator(decorator.users());
			ContextPropagatingExecutors.warnOfOrder(name);
		}
	}

}
