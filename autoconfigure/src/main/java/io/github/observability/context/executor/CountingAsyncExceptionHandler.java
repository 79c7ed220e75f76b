package io.github.observability.context.executor;

import java.lang.reflect.Method;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;

/**
 * {@link AsyncUncaughtExceptionHandler} that counts before the user's or Spring's own
 * handles the exception. That one writes the line, in the context of the call.
 */
final class CountingAsyncExceptionHandler implements AsyncUncaughtExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(CountingAsyncExceptionHandler.class);

	private final AsyncUncaughtExceptionHandler handler;

	private final ObjectProvider<MeterRegistry> registry;

	CountingAsyncExceptionHandler(AsyncUncaughtExceptionHandler handler, ObjectProvider<MeterRegistry> registry) {
		this.handler = handler;
		this.registry = registry;
	}

	@Override
	public void handleUncaughtException(Throwable ex, Method method, @Nullable Object... params) {
		try {
			count(ex, method);
		}
		catch (RuntimeException failure) {
			logger.warn("An uncaught exception of {} could not be counted", method, failure);
		}
		this.handler.handleUncaughtException(ex, method, params);
	}

	private void count(Throwable ex, Method method) {
		MeterRegistry meters = this.registry.getIfAvailable();
		if (meters == null) {
			return;
		}
		String name = ex.getClass().getSimpleName();
		Counter.builder(ExecutorMeter.ASYNC_UNCAUGHT.getName())
			.description(ExecutorMeter.ASYNC_UNCAUGHT.description())
			.tag(AsyncTag.CODE_FUNCTION.asString(), method.getName())
			.tag(AsyncTag.CODE_NAMESPACE.asString(), method.getDeclaringClass().getName())
			.tag(AsyncTag.EXCEPTION.asString(), name.isEmpty() ? ex.getClass().getName() : name)
			.register(meters)
			.increment();
	}

}
