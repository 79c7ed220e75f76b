package io.github.observability.logging;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Converts values to the type that the name of their field has.
 */
final class FieldValues {

	private static final int MAX_DIGITS = 18;

	private static final int DATE_LENGTH = 10;

	private FieldValues() {
	}

	/**
	 * Converts a value.
	 * @param type the type of the field
	 * @param value the value
	 * @param own the type of the value
	 * @param declared whether the type of the field is declared
	 * @return the value for the field, {@code null} if it does not have the type
	 */
	static @Nullable Object as(FieldType type, Object value, FieldType own, boolean declared) {
		return switch (type) {
			case KEYWORD, TEXT -> (declared || own == FieldType.KEYWORD) ? value : null;
			case LONG -> (own == FieldType.KEYWORD) ? wholeNumber(String.valueOf(value)) : null;
			case DOUBLE ->
				(own == FieldType.LONG) ? value : (own == FieldType.KEYWORD) ? number(String.valueOf(value)) : null;
			case BOOLEAN -> (own == FieldType.KEYWORD) ? bool(String.valueOf(value)) : null;
			case DATE -> (own == FieldType.KEYWORD && isDate(String.valueOf(value))) ? value : null;
			case LIST -> (own == FieldType.KEYWORD) ? List.of(String.valueOf(value)) : null;
		};
	}

	private static @Nullable Long wholeNumber(String text) {
		int start = text.startsWith("-") ? 1 : 0;
		if (text.length() == start || text.length() - start > MAX_DIGITS) {
			return null;
		}
		for (int i = start; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return null;
			}
		}
		return Long.valueOf(text);
	}

	private static @Nullable Double number(String text) {
		boolean digits = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			digits |= c >= '0' && c <= '9';
			if ((c < '0' || c > '9') && c != '.' && c != '-') {
				return null;
			}
		}
		try {
			return (digits && text.length() <= MAX_DIGITS) ? Double.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Boolean bool(String text) {
		return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
	}

	private static boolean isDate(String text) {
		if (text.length() < DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
			return false;
		}
		for (int i = 0; i < DATE_LENGTH; i++) {
			char c = text.charAt(i);
			if (i != 4 && i != 7 && (c < '0' || c > '9')) {
				return false;
			}
		}
		return text.length() == DATE_LENGTH || text.charAt(DATE_LENGTH) == 'T';
	}

	/**
	 * A store that maps fields by their first value must see that this one has a
	 * fraction.
	 */
	static Number withFraction(Number number) {
		return (number instanceof Double || number instanceof Float || number instanceof BigDecimal) ? number
				: Double.valueOf(number.doubleValue());
	}

}
