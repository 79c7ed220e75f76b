package io.github.observability.logging;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Types of fields. The type of a field never depends on the values that lines had before:
 * it follows from the name alone.
 */
public enum FieldType {

	/** A string that is searched as a whole. */
	KEYWORD,

	/** A string that is searched by its words. */
	TEXT,

	/** A whole number. */
	LONG,

	/** A number with a fraction. */
	DOUBLE,

	/** {@code true} or {@code false}. */
	BOOLEAN,

	/** A time in ISO 8601. */
	DATE,

	/** A list of strings. */
	LIST;

	private static final int MAX_LONG_BITS = 63;

	private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(Integer.class, Long.class, Short.class, Byte.class,
			AtomicInteger.class, AtomicLong.class);

	/** Returns the type that a value has by itself. */
	static FieldType of(Object value) {
		Class<?> type = value.getClass();
		if (type == String.class) {
			return KEYWORD;
		}
		if (WHOLE_NUMBERS.contains(type)
				|| (value instanceof BigInteger number && number.bitLength() <= MAX_LONG_BITS)) {
			return LONG;
		}
		if (type == Double.class || type == Float.class || type == BigDecimal.class) {
			return DOUBLE;
		}
		if (type == Boolean.class) {
			return BOOLEAN;
		}
		return (value instanceof Collection || type.isArray()) ? LIST : KEYWORD;
	}

	/** What is appended to a name whose own type is another. */
	String suffix() {
		return "_" + name().toLowerCase(Locale.ROOT);
	}

	boolean isString() {
		return this == KEYWORD || this == TEXT || this == DATE;
	}

	String description() {
		return (this == LIST) ? "list of keywords" : name().toLowerCase(Locale.ROOT);
	}

}
