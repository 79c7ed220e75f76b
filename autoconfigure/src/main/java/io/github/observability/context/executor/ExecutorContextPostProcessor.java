package io.github.observability.context.executor;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * {@link BeanPostProcessor} that lets executors and schedulers carry the context. Those
 * of Spring get a decorator, composed with the user's; those of the JDK get a stand-in.
 */
final class ExecutorContextPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorContextPostProcessor.class);

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof Executor) {
			try {
				decorate(bean);
			}
			catch (RuntimeException ex) {
				logger.warn("Executor '{}' carries no context to its threads", beanName, ex);
			}
		}
		return bean;
	}

	private void decorate(Object bean) {
		if (bean instanceof ThreadPoolTaskScheduler scheduler) {
			decorateScheduler(scheduler, scheduler::setTaskDecorator);
		}
		else if (bean instanceof SimpleAsyncTaskScheduler scheduler) {
			decorateScheduler(scheduler, scheduler::setTaskDecorator);
			if (TaskDecorators.read(scheduler, "errorHandler") == null) {
				scheduler.setErrorHandler(new ScheduledErrorHandler());
			}
		}
		else if (bean instanceof ConcurrentTaskScheduler scheduler) {
			decorateScheduler(scheduler, scheduler::setTaskDecorator);
		}
		else if (bean instanceof ThreadPoolTaskExecutor executor) {
			decorateExecutor(executor, executor::setTaskDecorator);
		}
		else if (bean instanceof SimpleAsyncTaskExecutor executor) {
			decorateExecutor(executor, executor::setTaskDecorator);
		}
		else if (bean instanceof ConcurrentTaskExecutor executor) {
			if (!(executor.getConcurrentExecutor() instanceof CarryingExecutors.Carrying)) {
				decorateExecutor(executor, executor::setTaskDecorator);
			}
		}
		else if (bean instanceof TaskExecutorAdapter executor) {
			if (!(TaskDecorators.read(executor, "concurrentExecutor") instanceof CarryingExecutors.Carrying)) {
				decorateExecutor(executor, executor::setTaskDecorator);
			}
		}
	}

	private static void decorateExecutor(Object executor, Consumer<TaskDecorator> setter) {
		TaskDecorator present = TaskDecorators.of(executor);
		if (!TaskDecorators.carriesContext(present)) {
			setter.accept(new ContextTaskDecorator(present));
		}
	}

	private static void decorateScheduler(Object scheduler, Consumer<TaskDecorator> setter) {
		TaskDecorator present = TaskDecorators.of(scheduler);
		if (!(present instanceof ScheduledTaskDecorator)) {
			setter.accept(new ScheduledTaskDecorator(present));
		}
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof Executor executor)) {
			return bean;
		}
		try {
			if (bean.getClass() == VirtualThreadTaskExecutor.class) {
				return new CarryingVirtualThreadTaskExecutor((VirtualThreadTaskExecutor) executor);
			}
			return CarryingExecutors.of(executor, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Executor '{}' carries no context to its threads", beanName, ex);
			return bean;
		}
	}

}
