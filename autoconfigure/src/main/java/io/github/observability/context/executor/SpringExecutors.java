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
 * Lets executors of Spring carry the context, with a decorator composed with the user's.
 */
final class SpringExecutors {

	private static final Logger logger = LoggerFactory.getLogger(SpringExecutors.class);

	private SpringExecutors() {
	}

	/**
	 * Let any executor carry the context.
	 * @param executor the executor
	 * @param name what to call it where that fails
	 * @return the executor itself or a stand-in
	 */
	static Executor carrying(Executor executor, String name) {
		try {
			decorate(executor);
			if (executor instanceof ThreadPoolTaskExecutor pool) {
				leaveWhatOrdersTasks(pool, name);
			}
			return ContextPropagatingExecutors.of(executor, name);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Executor '{}' carries no context to its threads", name, ex);
			return executor;
		}
	}

	/**
	 * Decorate an executor or a scheduler, unless it carries the context already.
	 * @param executor an executor of any kind; what is none of Spring's is left alone
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
			carry(scheduler);
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
	 * Its decorator would be called once for all runs, and within what logs their
	 * failure.
	 */
	private static void carry(ConcurrentTaskScheduler scheduler) {
		ScheduledExecutorService scheduled = FrameworkField.CONCURRENT_SCHEDULER_EXECUTOR.read(scheduler,
				ScheduledExecutorService.class);
		if (scheduled != null && ContextPropagatingExecutors.of(scheduled,
				"of a scheduler") instanceof ContextPropagatingExecutors.ContextPropagating carrying) {
			scheduler.setScheduledExecutor((ScheduledExecutorService) carrying);
			scheduler.setConcurrentExecutor(
					ContextPropagatingExecutors.of(scheduler.getConcurrentExecutor(), "of a scheduler"));
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
	 * A queue that compares tasks knows the user's alone. It is made when the executor is
	 * initialized, after its decorator was set.
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
