package io.github.observability.context.client;

import java.lang.reflect.Field;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Tells whether a client of Spring is observed, which only {@code RestTemplate} tells by
 * itself.
 */
final class ClientFields {

	private ClientFields() {
	}

	/**
	 * Whether a client or a builder is known and has no registry.
	 * @param client a client or builder
	 * @return whether it is bare
	 */
	static boolean isBare(Object client) {
		Field registry = ReflectionUtils.findField(client.getClass(), "observationRegistry", ObservationRegistry.class);
		return registry != null && read(registry, client) == ObservationRegistry.NOOP;
	}

	static boolean hasConvention(Object client) {
		Field convention = ReflectionUtils.findField(client.getClass(), "observationConvention");
		return convention != null && read(convention, client) != null;
	}

	/**
	 * Read a field of a client or builder.
	 * @param client a client or builder
	 * @param name the name of the field
	 * @return its value or {@code null} if there is no such field
	 */
	static @Nullable Object read(Object client, String name) {
		Field field = ReflectionUtils.findField(client.getClass(), name);
		return (field != null) ? read(field, client) : null;
	}

	private static @Nullable Object read(Field field, Object target) {
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, target);
	}

}
