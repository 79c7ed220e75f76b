package io.github.observability.business;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The values that one tag of one meter may take. They are bounded, whatever is given.
 */
final class TagValues {

	private final String meter;

	private final String key;

	private final List<String> declared;

	private final boolean refused;

	private final boolean guarded;

	private final int max;

	private final boolean strict;

	private final Rejections rejections;

	private final Set<String> admitted = ConcurrentHashMap.newKeySet();

	TagValues(String meter, String key, List<String> declared, BusinessProperties properties, TagGuard guard,
			Rejections rejections) {
		this.meter = meter;
		this.key = key;
		this.declared = declared;
		this.max = properties.maxTagValues();
		this.strict = properties.isStrict();
		this.rejections = rejections;
		this.refused = declared.isEmpty() && guard.refusesKey(key);
		this.guarded = declared.isEmpty() && !guard.isAllowed(key);
		this.admitted.addAll(declared);
		if (this.refused) {
			refuse();
		}
	}

	private void refuse() {
		if (this.strict) {
			throw new UndeclaredException(("Tag '%s' of business meter '%s' tells of one person, one thing or is "
					+ "free text; count by a category, declare its values, or allow it by "
					+ "'observability.business.allowed-tags'")
				.formatted(this.key, this.meter));
		}
		this.rejections.warnOnce(this.meter, this.key, "has the tag '{}', which tells of one person, one thing or is "
				+ "free text; each value is counted as 'other' unless 'observability.business.allowed-tags' has it",
				this.key);
	}

	String key() {
		return this.key;
	}

	List<String> declared() {
		return this.declared;
	}

	/**
	 * Return the value that stands for the one given.
	 * @param value a value, which may be anything
	 * @return the value itself, {@code none} or {@code other}
	 * @throws IllegalArgumentException in strict mode if the value was not declared
	 */
	String admit(@Nullable String value) {
		if (value != null && this.admitted.contains(value)) {
			return value;
		}
		if (!StringUtils.hasText(value)) {
			return BusinessMetrics.NONE;
		}
		if (this.declared.isEmpty()) {
			return admitUndeclared(value);
		}
		if (this.strict) {
			throw new UndeclaredException(
					"Value '%s' of tag '%s' is not among those that business meter '%s' declares: %s".formatted(value,
							this.key, this.meter, this.declared));
		}
		return other("was given a value of tag '{}' that it does not declare; such values are counted as 'other'");
	}

	private String admitUndeclared(String value) {
		if (this.refused || (this.guarded && TagGuard.refusesValue(value))) {
			return other("was given a value of tag '{}' that looks like personal data or free text; such values are "
					+ "counted as 'other'");
		}
		synchronized (this.admitted) {
			if (this.admitted.contains(value) || (this.admitted.size() < this.max && this.admitted.add(value))) {
				return value;
			}
		}
		return other("has reached a limit at tag '{}'; further values are counted as 'other'");
	}

	private String other(String message) {
		this.rejections.collapsed(this.meter, this.key);
		this.rejections.warnOnce(this.meter, this.key, message, this.key);
		return BusinessMetrics.OTHER;
	}

}
