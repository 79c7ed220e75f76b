package io.github.observability.saturation.forecast;

import java.time.Duration;
import java.util.Locale;

/**
 * When a resource is exhausted if it goes on to fill up as it does now.
 *
 * @param seconds the time left, in seconds
 * @param earliestSeconds the time left at the least, by the lower end of a band of 95 %
 * @param latestSeconds the time left at the most, by the upper end of that band
 */
public record Exhaustion(double seconds, double earliestSeconds, double latestSeconds) {

	/**
	 * Return the time left and its band for a reader, such as
	 * {@code 40 min (34 min to 49 min)}.
	 * @return the text
	 */
	public String describe() {
		return text(this.seconds) + " (" + text(this.earliestSeconds) + " to " + text(this.latestSeconds) + ")";
	}

	private static String text(double seconds) {
		double minutes = seconds / Duration.ofMinutes(1).toSeconds();
		double hours = seconds / Duration.ofHours(1).toSeconds();
		if (minutes < 2) {
			return Math.round(seconds) + " s";
		}
		return (hours < 2) ? Math.round(minutes) + " min" : String.format(Locale.ROOT, "%.1f h", hours);
	}

}
