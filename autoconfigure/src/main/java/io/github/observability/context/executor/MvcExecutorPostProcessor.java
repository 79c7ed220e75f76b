package io.github.observability.context.executor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.observability.FrameworkField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Has asynchronous results of Spring MVC propagate the context where their executor is
 * not a bean: Spring MVC creates one if executors of the application replace Boot's, and
 * a {@link WebAsyncTask} may bring its own.
 */
final class MvcExecutorPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(MvcExecutorPostProcessor.class);

	private static final String NAME = "of Spring MVC";

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RequestMappingHandlerAdapter adapter) {
			try {
				propagate(adapter);
			}
			catch (RuntimeException ex) {
				logger.warn("Executor '{}' does not propagate the context", NAME, ex);
			}
		}
		return bean;
	}

	private static void propagate(RequestMappingHandlerAdapter adapter) {
		Executor executor = FrameworkField.MVC_EXECUTOR.read(adapter, Executor.class);
		if (executor != null && SpringExecutors.propagating(executor, NAME) instanceof AsyncTaskExecutor propagating) {
			adapter.setTaskExecutor(propagating);
		}
		CallableProcessingInterceptor[] users = FrameworkField.MVC_CALLABLE_INTERCEPTORS.read(adapter,
				CallableProcessingInterceptor[].class);
		List<CallableProcessingInterceptor> interceptors = new ArrayList<>();
		interceptors.add(new MvcCallableInterceptor());
		if (users != null) {
			interceptors.addAll(Arrays.asList(users));
		}
		adapter.setCallableInterceptors(interceptors);
	}

}
