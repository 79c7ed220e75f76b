package io.github.observability.logging;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * A time in ISO 8601 to the microsecond. Up to the second it is formatted once for all
 * lines of that second.
 */
final class Timestamp {

	private static final int DIGITS = 6;

	private long second = Long.MIN_VALUE;

	private char[] text = {};

	/**
	 * Format a time.
	 * @param instant the time
	 * @return its text, valid until the next call
	 */
	char[] format(Instant instant) {
		if (instant.getEpochSecond() != this.second) {
			String seconds = DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochSecond(instant.getEpochSecond()));
			this.text = Arrays.copyOf(seconds.toCharArray(), seconds.length() + DIGITS + 1);
			this.text[seconds.length() - 1] = '.';
			this.text[this.text.length - 1] = 'Z';
			this.second = instant.getEpochSecond();
		}
		int micros = instant.getNano() / 1_000;
		for (int i = this.text.length - 2; i > this.text.length - 2 - DIGITS; i--) {
			this.text[i] = (char) ('0' + micros % 10);
			micros /= 10;
		}
		return this.text;
	}

}
