package io.github.observability.context.executor;

import java.util.concurrent.Executor;

import io.github.observability.FrameworkField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Lets results of Spring MVC carry the context whose executor is no bean: Spring MVC has
 * one of its own where the application's executors push Boot's out.
 */
final class MvcExecutorPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(MvcExecutorPostProcessor.class);

	private static final String NAME = "of Spring MVC";

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RequestMappingHandlerAdapter adapter) {
			try {
				carry(adapter);
			}
			catch (RuntimeException ex) {
				logger.warn("Executor '{}' carries no context to its threads", NAME, ex);
			}
		}
		return bean;
	}

	private static void carry(RequestMappingHandlerAdapter adapter) {
		Executor executor = FrameworkField.MVC_EXECUTOR.read(adapter, Executor.class);
		if (executor != null && SpringExecutors.carrying(executor, NAME) instanceof AsyncTaskExecutor carrying) {
			adapter.setTaskExecutor(carrying);
		}
	}

}
