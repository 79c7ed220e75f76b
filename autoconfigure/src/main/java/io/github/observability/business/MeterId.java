package io.github.observability.business;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([._][a-z0-9]+)*");

	MeterId {
		requireName("Name", name);
		if (name.startsWith("observability.")) {
			throw new IllegalArgumentException(
					"Name '%s' of a business meter begins with 'observability.', which is reserved".formatted(name));
		}
		tagKeys.forEach((key) -> requireName("Tag key", key));
		if (new HashSet<>(tagKeys).size() != tagKeys.size()) {
			throw new IllegalArgumentException(
					"Tag keys %s of business meter '%s' contain a duplicate".formatted(tagKeys, name));
		}
	}

	static void requireName(String what, String value) {
		if (!NAME.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"%s '%s' of a business meter must be lowercase words separated by dots, such as 'rides.requested'"
						.formatted(what, value));
		}
	}

	/**
	 * Return the name in Prometheus, by the rules of Micrometer's naming convention.
	 * @return the name
	 */
	String exportedName() {
		String exported = this.name.replace('.', '_');
		String unit = (this.type == Meter.Type.TIMER) ? "seconds" : this.baseUnit;
		if (unit != null && !exported.endsWith('_' + unit)) {
			exported += '_' + unit;
		}
		return (this.type == Meter.Type.COUNTER && !exported.endsWith("_total")) ? exported + "_total" : exported;
	}

	boolean isMoney() {
		return MINOR_UNITS.equals(this.baseUnit);
	}

	boolean isSameKind(MeterId other) {
		return this.type == other.type && Objects.equals(this.baseUnit, other.baseUnit);
	}

}
