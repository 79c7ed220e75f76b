package io.github.observability.context.executor;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.observability.FrameworkField;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;

/**
 * Puts the counting of uncaught exceptions in front of the handler of asynchronous
 * methods. It does so before the advisor is built from what was configured, whoever
 * configured it, and first of all post-processors, as the one of asynchronous methods is
 * one itself.
 */
final class AsyncExceptionPostProcessor implements InstantiationAwareBeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(AsyncExceptionPostProcessor.class);

	private final ObjectProvider<MeterRegistry> registry;

	AsyncExceptionPostProcessor(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (bean instanceof AsyncAnnotationBeanPostProcessor async) {
			try {
				count(async);
			}
			catch (RuntimeException ex) {
				logger.warn("Uncaught exceptions of asynchronous methods are not counted", ex);
			}
		}
		return true;
	}

	@SuppressWarnings("unchecked")
	private void count(AsyncAnnotationBeanPostProcessor async) {
		Supplier<? extends @Nullable Executor> executor = (Supplier<? extends @Nullable Executor>) FrameworkField.ASYNC_EXECUTOR
			.read(async);
		Supplier<? extends @Nullable AsyncUncaughtExceptionHandler> handler = (Supplier<? extends @Nullable AsyncUncaughtExceptionHandler>) FrameworkField.ASYNC_EXCEPTION_HANDLER
			.read(async);
		async.configure(executor, () -> {
			AsyncUncaughtExceptionHandler users = (handler != null) ? handler.get() : null;
			return new CountingAsyncExceptionHandler(
					(users != null) ? users : new SimpleAsyncUncaughtExceptionHandler(), this.registry);
		});
	}

}
