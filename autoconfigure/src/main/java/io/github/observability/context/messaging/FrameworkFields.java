package io.github.observability.context.messaging;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Reads what the user set on a factory of listeners and what no method tells.
 */
final class FrameworkFields {

	private FrameworkFields() {
	}

	/**
	 * Read a field.
	 * @param factory the factory
	 * @param name the name of the field
	 * @param type the type of the field
	 * @param <T> the type of the field
	 * @return its value, if there is one and if there is such a field
	 */
	static <T> @Nullable T read(Object factory, String name, Class<T> type) {
		Field field = ReflectionUtils.findField(factory.getClass(), name, type);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return type.cast(ReflectionUtils.getField(field, factory));
	}

}
