package io.github.observability.business;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a business meter was declared as.
 *
 * @param name the name of the meter
 * @param description what is recorded
 * @param baseUnit the unit of its values, if they are not events
 * @param tagKeys the keys of its tags
 */
record BusinessMeterId(String name, String description, @Nullable String baseUnit, List<String> tagKeys) {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([._][a-z0-9]+)*");

	BusinessMeterId {
		requireName("Name", name);
		if (name.startsWith("observability.")) {
			throw new IllegalArgumentException(
					"Name '%s' of a business meter begins with 'observability.', which is reserved".formatted(name));
		}
		tagKeys.forEach((key) -> requireName("Tag key", key));
		if (new HashSet<>(tagKeys).size() != tagKeys.size()) {
			throw new IllegalArgumentException(
					"Tag keys %s of business meter '%s' name a key twice".formatted(tagKeys, name));
		}
	}

	private static void requireName(String what, String value) {
		if (!NAME.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"%s '%s' of a business meter must be lower case words with dots between them, such as 'rides.requested'"
						.formatted(what, value));
		}
	}

	boolean isSameMeter(BusinessMeterId other) {
		return this.tagKeys.equals(other.tagKeys) && Objects.equals(this.baseUnit, other.baseUnit);
	}

}
