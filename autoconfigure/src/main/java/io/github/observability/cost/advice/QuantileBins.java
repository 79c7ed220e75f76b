package io.github.observability.cost.advice;

import java.util.Arrays;

/**
 * Divides values into bins of equal counts. Equal values share a bin, and steps without a
 * value have one of their own.
 */
final class QuantileBins {

	/**
	 * Few enough that the cells of two signals hold several steps each: with more, the
	 * bias of an estimate exceeds what it estimates.
	 */
	static final int MOST = 8;

	private QuantileBins() {
	}

	/**
	 * Divide values.
	 * @param values the values
	 * @return the bin of each, from zero to {@link #MOST}
	 */
	static int[] of(double[] values) {
		double[] sorted = Arrays.stream(values).filter((value) -> !Double.isNaN(value)).sorted().toArray();
		int[] bins = new int[values.length];
		for (int i = 0; i < values.length; i++) {
			bins[i] = Double.isNaN(values[i]) ? MOST : bin(sorted, values[i]);
		}
		return bins;
	}

	/** By the middle of the ranks that equal values take. */
	private static int bin(double[] sorted, double value) {
		int first = lowerBound(sorted, value);
		int last = lowerBound(sorted, Math.nextUp(value));
		double middle = (first + last) / 2.0;
		return (int) Math.min(MOST - 1, MOST * middle / sorted.length);
	}

	private static int lowerBound(double[] sorted, double value) {
		int low = 0;
		int high = sorted.length;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (sorted[middle] < value) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
