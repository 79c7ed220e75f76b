package io.github.observability;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * A set of names for the meters, tags and span attributes that Boot's own instrumentation
 * records.
 */
public enum SemanticConvention {

	/** The names of Micrometer and Spring. */
	MICROMETER,

	/** The names of OpenTelemetry's semantic conventions. */
	OPENTELEMETRY;

	/**
	 * The property of Boot 4.2 that chooses a convention. On Boot 4.1 the starter acts on
	 * it.
	 */
	public static final String PROPERTY = "management.observations.conventions";

	/** How Spring and Micrometer name the classes of their conventions. */
	private static final Pattern CLASS = Pattern
		.compile("(org\\.springframework|io\\.micrometer)\\..*\\.OpenTelemetry\\w+");

	/**
	 * Return the convention that the environment chooses.
	 * @param environment the environment
	 * @return the convention, Micrometer's by default
	 * @throws InvalidSettingException if there is no such convention
	 */
	public static SemanticConvention of(Environment environment) {
		String value = environment.getProperty(PROPERTY);
		if (value == null || value.isBlank()) {
			return MICROMETER;
		}
		String canonical = value.strip().toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
		for (SemanticConvention convention : values()) {
			if (convention.value().equals(canonical)) {
				return convention;
			}
		}
		throw new InvalidSettingException(PROPERTY, value, "there is no such convention",
				"Use micrometer or opentelemetry.");
	}

	/**
	 * Return the convention that a convention bean implements, by the class that it is or
	 * extends.
	 * @param convention the bean
	 * @return the convention
	 */
	static SemanticConvention implementedBy(Object convention) {
		for (@Nullable
		Class<?> type = convention.getClass(); type != null; type = type.getSuperclass()) {
			if (CLASS.matcher(type.getName()).matches()) {
				return OPENTELEMETRY;
			}
		}
		return MICROMETER;
	}

	/**
	 * Return the value of the property that chooses this convention.
	 * @return the value
	 */
	public String value() {
		return name().toLowerCase(Locale.ROOT);
	}

}
