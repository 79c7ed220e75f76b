package io.github.observability.context.propagation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The baggage fields that Boot's properties list.
 */
public final class BaggageFields {

	private static final String REMOTE = "management.tracing.baggage.remote-fields";

	private static final String CORRELATION = "management.tracing.baggage.correlation.fields";

	private static final String CORRELATED = "management.tracing.baggage.correlation.enabled";

	private static final String ENABLED = "management.tracing.baggage.enabled";

	private BaggageFields() {
	}

	static List<String> remote(Environment environment) {
		return List.copyOf(bind(environment, REMOTE));
	}

	/**
	 * Return the fields that are put into the MDC. Boot puts the correlation fields alone
	 * there; fields that callers send help to find lines, too.
	 * @param environment the environment
	 * @return the fields
	 */
	public static List<String> inMdc(Environment environment) {
		if (!environment.getProperty(ENABLED, Boolean.class, true)
				|| !environment.getProperty(CORRELATED, Boolean.class, true)) {
			return List.of();
		}
		Set<String> fields = new LinkedHashSet<>(bind(environment, CORRELATION));
		fields.addAll(bind(environment, REMOTE));
		return List.copyOf(fields);
	}

	/**
	 * Return the listed name of a field, ignoring case as Boot and header names do.
	 * @param name the name as a caller spells it
	 * @param fields the listed names
	 * @return the listed name, or {@code null} if there is none
	 */
	static @Nullable String listed(String name, List<String> fields) {
		for (String field : fields) {
			if (field.equalsIgnoreCase(name)) {
				return field;
			}
		}
		return null;
	}

	private static List<String> bind(Environment environment, String property) {
		return Binder.get(environment).bind(property, Bindable.listOf(String.class)).orElse(List.of());
	}

}
