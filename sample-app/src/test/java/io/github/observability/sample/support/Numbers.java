package io.github.observability.sample.support;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the two formats write numbers; Java's own parser would take {@code 1d} as well. */
final class Numbers {

	private static final String REAL_SYNTAX = "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?";

	static final Pattern REAL = Pattern.compile(REAL_SYNTAX);

	static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

	static final Pattern PROMETHEUS = Pattern.compile(REAL_SYNTAX + "|NaN|[+-]Inf");

	static final Pattern OPEN_METRICS = Pattern.compile(REAL_SYNTAX + "|(?i:nan|[+-]?inf(?:inity)?)");

	private Numbers() {
	}

	static double parse(String token) {
		String word = token.toLowerCase(Locale.ROOT);
		if (word.equals("nan")) {
			return Double.NaN;
		}
		if (word.contains("inf")) {
			return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
		}
		return Double.parseDouble(token);
	}

}
