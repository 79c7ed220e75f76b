package io.github.observability.business;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Declaration of a business meter.
 *
 * @param name the name of the meter
 * @param type the type of the meter
 * @param description a description of what is recorded
 * @param baseUnit the unit of its values, {@code null} for events
 * @param tagKeys the keys of its tags
 */
record MeterId(String name, Meter.Type type, String description, @Nullable String baseUnit, List<String> tagKeys) {

	/** Unit of amounts of money. */
	static final String MINOR_UNITS = "minor_units";

	/** Labels with which Prometheus tells buckets and quantiles apart. */
	private static final Set<String> RESERVED_LABELS = Set.of("le", "quantile");

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([._][a-z0-9]+)*");

	MeterId {
		requireName("Name", name);
		if (name.startsWith("observability.")) {
			throw new IllegalArgumentException(
					"Name '%s' of a business meter begins with 'observability.', which is reserved".formatted(name));
		}
		Set<String> labels = new HashSet<>();
		for (String key : tagKeys) {
			requireName("Tag key", key);
			if (!labels.add(key.replace('.', '_'))) {
				throw new IllegalArgumentException(
						"Tag keys %s of business meter '%s' contain '%s' twice in Prometheus; remove or rename one"
							.formatted(tagKeys, name, key.replace('.', '_')));
			}
			if (RESERVED_LABELS.contains(key)) {
				throw new IllegalArgumentException(
						"Tag key '%s' of business meter '%s' is reserved by Prometheus; rename it".formatted(key,
								name));
			}
		}
	}

	static void requireName(String what, String value) {
		if (!NAME.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"%s '%s' of a business meter must be lowercase words separated by dots, such as 'rides.requested'"
						.formatted(what, value));
		}
	}

	String lastWord() {
		return this.name.substring(lastSeparator() + 1);
	}

	/**
	 * Return a name with the same words that ends in another one.
	 * @return the name
	 */
	String withLastWordFirst() {
		return (lastSeparator() > 0) ? lastWord() + "." + this.name.substring(0, lastSeparator())
				: this.name + ".count";
	}

	private int lastSeparator() {
		return Math.max(this.name.lastIndexOf('.'), this.name.lastIndexOf('_'));
	}

	boolean isSameKind(MeterId other) {
		return this.type == other.type && Objects.equals(this.baseUnit, other.baseUnit);
	}

}
