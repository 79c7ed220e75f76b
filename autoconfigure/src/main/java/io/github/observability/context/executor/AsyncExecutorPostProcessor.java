package io.github.observability.context.executor;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.observability.FrameworkField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/**
 * Has asynchronous methods propagate the context even if their executor is not a bean:
 * that of an {@link AsyncConfigurer}, or the one that Spring creates where it cannot
 * choose among the beans.
 */
final class AsyncExecutorPostProcessor
		implements InstantiationAwareBeanPostProcessor, PriorityOrdered, BeanFactoryAware {

	private static final Logger logger = LoggerFactory.getLogger(AsyncExecutorPostProcessor.class);

	private static final String NAME = "of asynchronous methods";

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	@SuppressWarnings("unchecked")
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (bean instanceof AsyncAnnotationBeanPostProcessor async) {
			try {
				async.configure(
						propagating((Supplier<? extends @Nullable Executor>) FrameworkField.ASYNC_EXECUTOR.read(async)),
						(Supplier<? extends @Nullable AsyncUncaughtExceptionHandler>) FrameworkField.ASYNC_EXCEPTION_HANDLER
							.read(async));
			}
			catch (RuntimeException ex) {
				logger.warn("Executor '{}' does not propagate the context", NAME, ex);
			}
		}
		return true;
	}

	private Supplier<@Nullable Executor> propagating(@Nullable Supplier<? extends @Nullable Executor> users) {
		return () -> {
			Executor executor = (users != null) ? users.get() : null;
			Executor used = (executor != null) ? executor : new Default().executor(this.beanFactory);
			return (used != null) ? SpringExecutors.propagating(used, NAME) : null;
		};
	}

	/**
	 * Chooses an executor as the interceptor does.
	 */
	private static final class Default extends AsyncExecutionInterceptor {

		Default() {
			super(null);
		}

		@Nullable Executor executor(@Nullable BeanFactory beanFactory) {
			return getDefaultExecutor(beanFactory);
		}

	}

}
