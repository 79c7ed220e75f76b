package io.github.observability.logging;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;

/**
 * How many bytes values have in a line.
 */
final class JsonBytes {

	/** The most that an escaped character takes. */
	private static final int MAX_BYTES_PER_CHAR = 6;

	private static final int MAX_BYTES_OF_NUMBER = 100;

	private static final int MAX_BYTES_OF_INTEGER = 20;

	private static final int MAX_BYTES_OF_DOUBLE = 25;

	private static final int MAX_BYTES_OF_BOOLEAN = 5;

	private static final char ELLIPSIS = '\u2026';

	private static final int ELLIPSIS_BYTES = 3;

	private JsonBytes() {
	}

	/**
	 * The most that a value can have, without looking at its characters.
	 */
	static long atMost(Object value) {
		if (value instanceof String string) {
			return (long) string.length() * MAX_BYTES_PER_CHAR + 2;
		}
		if (value instanceof List<?> list) {
			long bytes = 2;
			for (Object element : list) {
				bytes += atMost(String.valueOf(element)) + 1;
			}
			return bytes;
		}
		return of(value);
	}

	/**
	 * How many bytes a value has: the number if it can be cut, else at most so many.
	 */
	static int of(@Nullable Object value) {
		if (value instanceof String string) {
			return 2 + bytes(string, 0, string.length());
		}
		if (value instanceof SerializableString constant) {
			return 2 + constant.asQuotedUTF8().length;
		}
		if (value instanceof char[] time) {
			return 2 + time.length;
		}
		if (value instanceof List<?> list) {
			int bytes = 2;
			for (Object element : list) {
				bytes += of(String.valueOf(element)) + 1;
			}
			return bytes;
		}
		if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			return MAX_BYTES_OF_INTEGER;
		}
		if (value instanceof Double || value instanceof Float) {
			return MAX_BYTES_OF_DOUBLE;
		}
		return (value instanceof Number) ? MAX_BYTES_OF_NUMBER : MAX_BYTES_OF_BOOLEAN;
	}

	/** Whether part of a value is of the same type. Part of a number is another one. */
	static boolean isCuttable(@Nullable Object value) {
		return value instanceof String || value instanceof SerializableString || value instanceof List<?>;
	}

	private static int bytes(String text, int start, int end) {
		int bytes = 0;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c >= ' ' && c < 0x7F) {
				bytes += (c == '"' || c == '\\') ? 2 : 1;
			}
			else if (c < ' ') {
				bytes += (c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f') ? 2 : MAX_BYTES_PER_CHAR;
			}
			else {
				bytes += isEscapedInText(c) ? MAX_BYTES_PER_CHAR : (c < 0x800 || Character.isSurrogate(c)) ? 2 : 3;
			}
		}
		return bytes;
	}

	private static boolean isEscapedInText(char c) {
		return c <= 0x9F || (c >= '\u2028' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
	}

	/**
	 * Cut a value.
	 * @param value a text or a list of texts
	 * @param limit the bytes that it may have
	 * @return what fits
	 */
	static Object shortened(@Nullable Object value, int limit) {
		if (value instanceof List<?> list) {
			List<String> kept = new ArrayList<>();
			int bytes = 2;
			for (Object element : list) {
				bytes += of(element) + 1;
				if (bytes > limit) {
					break;
				}
				kept.add(String.valueOf(element));
			}
			return kept;
		}
		String text = String.valueOf(value);
		int bytes = 2 + ELLIPSIS_BYTES;
		int end = 0;
		while (end < text.length()) {
			int next = Character.isHighSurrogate(text.charAt(end)) ? end + 2 : end + 1;
			bytes += bytes(text, end, Math.min(next, text.length()));
			if (bytes > limit) {
				break;
			}
			end = next;
		}
		return text.substring(0, Math.min(end, text.length())) + ELLIPSIS;
	}

}
