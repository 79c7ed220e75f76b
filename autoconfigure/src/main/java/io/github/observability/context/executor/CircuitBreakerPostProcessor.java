package io.github.observability.context.executor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.observability.context.PropagatedContext;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * {@link BeanPostProcessor} that has circuit breakers of Spring Cloud run suppliers and
 * fallbacks with the context of the caller, whichever executor or bulkhead runs them. The
 * library is known by name only: it does not belong to Spring Boot.
 */
final class CircuitBreakerPostProcessor implements BeanPostProcessor {

	static final String FACTORY = "org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory";

	static final String BREAKER = "org.springframework.cloud.client.circuitbreaker.CircuitBreaker";

	private static final Logger logger = LoggerFactory.getLogger(CircuitBreakerPostProcessor.class);

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!isFactory(bean.getClass())) {
			return bean;
		}
		try {
			return propagating(bean);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Circuit breakers of '{}' of {} do not propagate the context", beanName,
					bean.getClass().getName(), ex);
			return bean;
		}
	}

	private static boolean isFactory(Class<?> type) {
		Class<?> candidate = type;
		while (candidate != null && !candidate.getName().equals(FACTORY)) {
			candidate = candidate.getSuperclass();
		}
		return candidate != null;
	}

	private static Object propagating(Object factory) {
		ProxyFactory proxy = new ProxyFactory(factory);
		// Customizers and applications inject a factory by its class.
		proxy.setProxyTargetClass(true);
		proxy.addAdvice((MethodInterceptor) (invocation) -> {
			Object result = invocation.proceed();
			return (result != null && isBreaker(result)) ? breaker(result) : result;
		});
		return proxy.getProxy(factory.getClass().getClassLoader());
	}

	private static boolean isBreaker(Object result) {
		return ClassUtils.getAllInterfacesForClassAsSet(result.getClass())
			.stream()
			.anyMatch((type) -> type.getName().equals(BREAKER));
	}

	private static Object breaker(Object breaker) {
		return Proxy.newProxyInstance(breaker.getClass().getClassLoader(),
				ClassUtils.getAllInterfacesForClass(breaker.getClass()),
				(proxy, method, arguments) -> call(breaker, method, arguments));
	}

	private static @Nullable Object call(Object breaker, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(breaker, propagating(arguments));
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static @Nullable Object @Nullable [] propagating(@Nullable Object @Nullable [] arguments) {
		if (arguments == null || arguments.length == 0) {
			return arguments;
		}
		PropagatedContext context = PropagatedContext.capture();
		@Nullable Object[] propagating = arguments.clone();
		for (int i = 0; i < propagating.length; i++) {
			if (propagating[i] instanceof Supplier<?> supplier) {
				propagating[i] = context.supplier(supplier);
			}
			else if (propagating[i] instanceof Function<?, ?> function) {
				propagating[i] = context.function(function);
			}
		}
		return propagating;
	}

}
