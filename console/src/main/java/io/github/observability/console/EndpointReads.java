package io.github.observability.console;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;

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
		Object bean = endpoint(id);
		if (bean == null) {
			return null;
		}
		Method method = operation(bean.getClass(), "without arguments",
				(parameters) -> Arrays.stream(parameters).noneMatch(EndpointReads::isRequired));
		return ReflectionUtils.invokeMethod(method, bean, new Object[method.getParameterCount()]);
	}

	/**
	 * Call the read operation that has a part.
	 * @param id the id of the endpoint
	 * @param part the part
	 * @param arguments its further arguments by their names, {@code null} for those that
	 * are not there
	 * @return what it returns, {@code null} if there is no such endpoint or part
	 */
	@Nullable Object read(String id, String part, Map<String, Object> arguments) {
		Object bean = endpoint(id);
		if (bean == null) {
			return null;
		}
		Method method = operation(bean.getClass(), "with a part", (parameters) -> Arrays.stream(parameters)
			.anyMatch((parameter) -> parameter.isAnnotationPresent(Selector.class)));
		@Nullable Object[] values = Arrays.stream(method.getParameters())
			.map((parameter) -> parameter.isAnnotationPresent(Selector.class) ? part
					: arguments.get(parameter.getName()))
			.toArray();
		return ReflectionUtils.invokeMethod(method, bean, values);
	}

	private @Nullable Object endpoint(String id) {
		for (String name : this.beans.getBeanNamesForAnnotation(Endpoint.class)) {
			Endpoint endpoint = this.beans.findAnnotationOnBean(name, Endpoint.class);
			if (endpoint != null && endpoint.id().equals(id)) {
				return this.beans.getBean(name);
			}
		}
		return null;
	}

	private static Method operation(Class<?> type, String kind, Predicate<Parameter[]> filter) {
		Method operation = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter((method) -> method.isAnnotationPresent(ReadOperation.class) && filter.test(method.getParameters()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(type + " has no read operation " + kind));
		ReflectionUtils.makeAccessible(operation);
		return operation;
	}

	private static boolean isRequired(Parameter parameter) {
		return parameter.isAnnotationPresent(Selector.class)
				|| !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
	}

}
