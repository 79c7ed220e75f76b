package io.github.observability.cost.advice;

import org.jspecify.annotations.Nullable;

/**
 * A straight line through the values of two signals.
 *
 * @param factor its slope
 * @param offset where it begins
 * @param exact whether all values lie on it
 */
record AffineFit(double factor, double offset, boolean exact) {

	/**
	 * Distance from the line, by the range of the signal. Readings are not simultaneous.
	 */
	private static final double TOLERANCE = 0.002;

	/** Two signals that moved together a few times may have done so by chance. */
	private static final int FEWEST_MOVES = 20;

	/**
	 * Fit a line.
	 * @param x one signal
	 * @param y the other
	 * @return the line that gives the other by the one, {@code null} if there is too
	 * little to judge by
	 */
	static @Nullable AffineFit of(double[] x, double[] y) {
		int count = 0;
		int moves = 0;
		double meanX = 0;
		double meanY = 0;
		double lastX = Double.NaN;
		double lastY = Double.NaN;
		for (int i = 0; i < x.length; i++) {
			if (Double.isNaN(x[i]) != Double.isNaN(y[i])) {
				return null;
			}
			if (!Double.isNaN(x[i])) {
				if (count > 0 && x[i] != lastX && y[i] != lastY) {
					moves++;
				}
				lastX = x[i];
				lastY = y[i];
				count++;
				meanX += (x[i] - meanX) / count;
				meanY += (y[i] - meanY) / count;
			}
		}
		return (moves >= FEWEST_MOVES) ? fit(x, y, meanX, meanY) : null;
	}

	private static AffineFit fit(double[] x, double[] y, double meanX, double meanY) {
		double covariance = 0;
		double variance = 0;
		double low = Double.POSITIVE_INFINITY;
		double high = Double.NEGATIVE_INFINITY;
		for (int i = 0; i < x.length; i++) {
			if (!Double.isNaN(x[i])) {
				covariance += (x[i] - meanX) * (y[i] - meanY);
				variance += (x[i] - meanX) * (x[i] - meanX);
				low = Math.min(low, y[i]);
				high = Math.max(high, y[i]);
			}
		}
		double factor = covariance / variance;
		double allowed = TOLERANCE * (high - low);
		boolean exact = factor != 0 && Double.isFinite(factor);
		for (int i = 0; exact && i < x.length; i++) {
			exact = Double.isNaN(x[i]) || Math.abs(y[i] - meanY - factor * (x[i] - meanX)) <= allowed;
		}
		return new AffineFit(factor, meanY - factor * meanX, exact);
	}

}
