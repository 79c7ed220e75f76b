package io.github.observability.context.client;

import java.util.List;

import io.github.observability.FrameworkField;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what clients and builders were given. Most of them have no getters.
 */
final class ClientFields {

	private static final List<FrameworkField> REGISTRIES = List.of(FrameworkField.REST_TEMPLATE_REGISTRY,
			FrameworkField.REST_CLIENT_REGISTRY, FrameworkField.REST_CLIENT_BUILDER_REGISTRY,
			FrameworkField.WEB_CLIENT_REGISTRY, FrameworkField.WEB_CLIENT_BUILDER_REGISTRY);

	private static final List<FrameworkField> CONVENTIONS = List.of(FrameworkField.REST_CLIENT_BUILDER_CONVENTION,
			FrameworkField.WEB_CLIENT_BUILDER_CONVENTION);

	private ClientFields() {
	}

	/**
	 * Whether a client or builder is one of Spring's and has no registry.
	 * @param client a client or builder
	 * @return whether it is unobserved
	 */
	static boolean isUnobserved(Object client) {
		return first(REGISTRIES, client) == ObservationRegistry.NOOP;
	}

	static boolean hasConvention(Object builder) {
		return first(CONVENTIONS, builder) != null;
	}

	private static @Nullable Object first(List<FrameworkField> fields, Object target) {
		for (FrameworkField field : fields) {
			if (field.isIn(target)) {
				return field.read(target);
			}
		}
		return null;
	}

}
