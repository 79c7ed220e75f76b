package io.github.observability.benchmarks;

import java.util.Locale;

/**
 * Figures as they stand on the page.
 */
final class Figures {

	static final String UNKNOWN = "–";

	private Figures() {
	}

	/**
	 * The median with the extremes beside it.
	 */
	static String spread(Statistics.Spread spread, String format) {
		if (!spread.isKnown()) {
			return UNKNOWN;
		}
		return format(format, spread.median()) + " [" + format(format, spread.lowest()) + ", "
				+ format(format, spread.highest()) + "]";
	}

	static String number(double value, String format) {
		return Double.isNaN(value) ? UNKNOWN : format(format, value);
	}

	private static String format(String format, double value) {
		// No negative zero.
		return String.format(Locale.ROOT, format, value).replaceFirst("^-(0([.]0+)?)$", "$1");
	}

}
