package io.github.observability.console;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.util.ReflectionUtils;

/**
 * Reads endpoints of the starter within the process, whether or not they are exposed.
 */
final class EndpointReads {

	private final ListableBeanFactory beans;

	EndpointReads(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Call the read operation that needs no arguments.
	 * @param id the id of the endpoint
	 * @return what it returns, {@code null} if there is no such endpoint
	 */
	@Nullable Object read(String id) {
		for (String name : this.beans.getBeanNamesForAnnotation(Endpoint.class)) {
			Endpoint endpoint = this.beans.findAnnotationOnBean(name, Endpoint.class);
			if (endpoint != null && endpoint.id().equals(id)) {
				Object bean = this.beans.getBean(name);
				Method method = operation(bean.getClass());
				ReflectionUtils.makeAccessible(method);
				return ReflectionUtils.invokeMethod(method, bean, new Object[method.getParameterCount()]);
			}
		}
		return null;
	}

	private static Method operation(Class<?> type) {
		return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter((method) -> method.isAnnotationPresent(ReadOperation.class)
					&& Arrays.stream(method.getParameters()).noneMatch(EndpointReads::isRequired))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(type + " has no read operation without arguments"));
	}

	private static boolean isRequired(Parameter parameter) {
		return parameter.isAnnotationPresent(Selector.class)
				|| !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
	}

}
