package io.github.observability.context.executor;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

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
				SpringExecutors.decorate(bean);
			}
			catch (RuntimeException ex) {
				logger.warn("Executor '{}' carries no context to its threads", beanName, ex);
			}
		}
		return bean;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof Executor executor)) {
			return bean;
		}
		try {
			if (bean instanceof ThreadPoolTaskExecutor pool) {
				SpringExecutors.leaveWhatOrdersTasks(pool, beanName);
			}
			return ContextPropagatingExecutors.of(executor, beanName);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Executor '{}' carries no context to its threads", beanName, ex);
			return bean;
		}
	}

}
