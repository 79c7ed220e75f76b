package io.github.observability.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/**
 * The arithmetic of the page.
 */
final class Statistics {

	private Statistics() {
	}

	/**
	 * The value at or below which the given share of all values lies.
	 * @param sorted the values in ascending order
	 * @param share the share, above 0 and at most 1
	 * @return the value, 0 without any
	 */
	static double percentile(long[] sorted, double share) {
		if (sorted.length == 0) {
			return 0;
		}
		return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
	}

	static double median(Collection<Double> values) {
		double[] sorted = sorted(values);
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	static Spread spread(Collection<Double> values) {
		double[] sorted = sorted(values);
		return (sorted.length > 0) ? new Spread(median(values), sorted[0], sorted[sorted.length - 1])
				: new Spread(Double.NaN, Double.NaN, Double.NaN);
	}

	/**
	 * The median of a sample, with the confidence interval of at least 95 % that follows
	 * from the order of the values alone: the number of values below the true median is
	 * binomially distributed (the sign test; Conover, Practical Nonparametric Statistics,
	 * section 3.2).
	 * @param values the sample; with fewer than six, the interval has less confidence
	 * @return the interval
	 */
	static Interval interval(Collection<Double> values) {
		double[] sorted = sorted(values);
		if (sorted.length == 0) {
			return new Interval(Double.NaN, Double.NaN, Double.NaN);
		}
		int outside = 0;
		double probability = Math.pow(0.5, sorted.length);
		double tail = probability;
		while (tail <= 0.025 && outside < sorted.length / 2) {
			outside++;
			probability *= (double) (sorted.length - outside + 1) / outside;
			tail += probability;
		}
		int lowest = Math.max(0, outside - 1);
		return new Interval(median(values), sorted[lowest], sorted[sorted.length - 1 - lowest]);
	}

	private static double[] sorted(Collection<Double> values) {
		double[] sorted = values.stream()
			.mapToDouble(Double::doubleValue)
			.filter((value) -> !Double.isNaN(value))
			.toArray();
		Arrays.sort(sorted);
		return sorted;
	}

	/**
	 * Several measurements of the same thing.
	 *
	 * @param median the one in the middle
	 * @param lowest the lowest
	 * @param highest the highest
	 */
	record Spread(double median, double lowest, double highest) {

		boolean isKnown() {
			return !Double.isNaN(this.median);
		}

		/**
		 * How far apart the extremes are, as a share of the median.
		 */
		double width() {
			return (this.highest - this.lowest) / this.median;
		}

	}

	/**
	 * A median and how well it is known.
	 *
	 * @param median the median
	 * @param lower the lower end of its confidence interval
	 * @param upper the upper end
	 */
	record Interval(double median, double lower, double upper) {

	}

}
