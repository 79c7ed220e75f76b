package io.github.observability.logging;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the value of a field is in JSON, which never changes.
 */
enum FieldType {

	STRING, NUMBER, BOOLEAN, STRINGS;

	/** Classes that say of themselves what JSON has for them. Any other may not. */
	private static final Set<Class<?>> OTHER_NUMBERS = Set.of(Short.class, Byte.class, Float.class, BigInteger.class,
			BigDecimal.class, AtomicInteger.class, AtomicLong.class);

	/**
	 * The type that a value has by itself.
	 */
	static FieldType of(Object value) {
		Class<?> type = value.getClass();
		if (type == Integer.class || type == Long.class || type == Double.class || OTHER_NUMBERS.contains(type)) {
			return NUMBER;
		}
		if (type == Boolean.class) {
			return BOOLEAN;
		}
		if (value instanceof Collection || type.isArray()) {
			return STRINGS;
		}
		return STRING;
	}

	String description() {
		return (this == STRINGS) ? "list of strings" : name().toLowerCase(Locale.ROOT);
	}

}
