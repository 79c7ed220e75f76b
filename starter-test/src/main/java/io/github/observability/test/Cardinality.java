package io.github.observability.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells names that hold an id from those that do not.
 */
final class Cardinality {

	private static final Pattern SEPARATOR = Pattern.compile("[/\\s.:,;=&?#()\\[\\]<>|'\"]+");

	/** A number, a hexadecimal id, a UUID, an e-mail address. */
	private static final Pattern ID = Pattern.compile("\\d+|(?=[^\\d]*\\d)[0-9a-fA-F]{8,}"
			+ "|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[^@]+@[^@]+"
			+ "|[A-Za-z]+[-_#]\\d{2,}|(?=\\D*\\d)(?=[^A-Z]*[A-Z])[0-9A-Za-z_-]{16,}");

	private Cardinality() {
	}

	static boolean isHigh(String name) {
		if (name.indexOf('?') >= 0) {
			// A query string; a statement with parameters is no name either.
			return true;
		}
		for (String part : SEPARATOR.split(name)) {
			if (ID.matcher(part).matches()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return a text with a placeholder for each id.
	 */
	static String withoutIds(String text) {
		StringBuilder result = new StringBuilder();
		int from = 0;
		Matcher separators = SEPARATOR.matcher(text);
		while (separators.find()) {
			result.append(placeholder(text.substring(from, separators.start()))).append(separators.group());
			from = separators.end();
		}
		return result.append(placeholder(text.substring(from))).toString();
	}

	private static String placeholder(String part) {
		return ID.matcher(part).matches() ? "{id}" : part;
	}

}
