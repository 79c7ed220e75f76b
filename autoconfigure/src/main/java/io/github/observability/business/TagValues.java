package io.github.observability.business;

import java.util.List;

import io.github.observability.AdmittedValues;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The bounded set of values that one tag of one meter accepts.
 */
final class TagValues {

	private final String meter;

	private final String key;

	private final List<String> declared;

	private final boolean refused;

	private final boolean sanitized;

	private final boolean strict;

	private final RejectionLog rejections;

	private final AdmittedValues admitted;

	TagValues(String meter, String key, List<String> declared, BusinessProperties properties, TagSanitizer sanitizer,
			RejectionLog rejections) {
		this.meter = meter;
		this.key = key;
		this.declared = declared;
		this.strict = properties.strict();
		this.rejections = rejections;
		this.refused = declared.isEmpty() && sanitizer.refusesKey(key);
		this.sanitized = declared.isEmpty() && !sanitizer.isAllowed(key);
		this.admitted = new AdmittedValues(properties.maxTagValues());
		this.admitted.addAll(declared);
		if (this.refused) {
			refuse();
		}
	}

	private void refuse() {
		if (this.strict) {
			throw RejectedException.undeclared(
					("Tag '%s' of business meter '%s' identifies a person or a thing or is free text; use a category, "
							+ "declare its values, or add it to 'observability.business.allowed-tags'")
						.formatted(this.key, this.meter));
		}
		this.rejections
			.warnOnce(this.meter, this.key, "has the tag '{}', which identifies a person or a thing or is free "
					+ "text; its values are counted under 'other' unless 'observability.business.allowed-tags' contains it",
					this.key);
	}

	String key() {
		return this.key;
	}

	List<String> declared() {
		return this.declared;
	}

	/**
	 * Replace a value that the tag does not accept.
	 * @param value any value
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
			throw RejectedException
				.undeclared("Value '%s' of tag '%s' is not among those that business meter '%s' declares: %s"
					.formatted(value, this.key, this.meter, this.declared));
		}
		return other("received an undeclared value of tag '{}'; such values are counted under 'other'");
	}

	private String admitUndeclared(String value) {
		if (this.refused || (this.sanitized && TagSanitizer.refusesValue(value))) {
			return other("received a value of tag '{}' that looks like personal data or free text; such values are "
					+ "counted under 'other'");
		}
		if (this.admitted.admit(value)) {
			return value;
		}
		return other("has reached the limit of tag '{}'; further values are counted under 'other'");
	}

	private String other(String message) {
		this.rejections.collapsed(this.meter, this.key);
		this.rejections.warnOnce(this.meter, this.key, message, this.key);
		return BusinessMetrics.OTHER;
	}

}
