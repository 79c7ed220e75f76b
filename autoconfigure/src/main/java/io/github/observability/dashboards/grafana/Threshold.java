package io.github.observability.dashboards.grafana;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A value from which a panel changes its color.
 *
 * @param from the value, {@code null} for the color below all others
 * @param color the color
 */
public record Threshold(@Nullable BigDecimal from, String color) {

	private static final String GOOD = "green";

	private static final String WARNING = "orange";

	private static final String BAD = "red";

	/**
	 * Return one color, whatever the value.
	 * @return the thresholds
	 */
	public static List<Threshold> none() {
		return List.of(new Threshold(null, "blue"));
	}

	/**
	 * Return colors of a value that is the worse, the higher it is.
	 * @param warning the lowest value that is a warning
	 * @param bad the lowest value that is bad
	 * @return the thresholds
	 */
	public static List<Threshold> above(double warning, double bad) {
		return List.of(new Threshold(null, GOOD), new Threshold(decimal(warning), WARNING),
				new Threshold(decimal(bad), BAD));
	}

	/**
	 * Return colors of a value that is good or bad.
	 * @param bad the lowest value that is bad
	 * @return the thresholds
	 */
	public static List<Threshold> above(double bad) {
		return List.of(new Threshold(null, GOOD), new Threshold(decimal(bad), BAD));
	}

	/**
	 * Return colors of a value that is the worse, the lower it is.
	 * @param warning the value below which it is a warning
	 * @param bad the value below which it is bad
	 * @return the thresholds
	 */
	public static List<Threshold> below(double warning, double bad) {
		return List.of(new Threshold(null, BAD), new Threshold(decimal(bad), WARNING),
				new Threshold(decimal(warning), GOOD));
	}

	private static BigDecimal decimal(double value) {
		BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
		// Without an exponent, as 1E+1.
		return (decimal.scale() < 0) ? decimal.setScale(0) : decimal;
	}

}
