package io.github.observability.business;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds groups that fail more often than the others. Rates are compared in a funnel plot
 * with an additive random effect (Spiegelhalter, "Handling over-dispersion of performance
 * indicators", 2005): a group differs from the center by chance, which depends on its
 * volume, and by nature, which the spread between groups shows. Center and spread are the
 * median and the median absolute deviation, because a single bad group would pull the
 * mean and the standard deviation toward itself. The procedure of Benjamini and Hochberg
 * (1995) bounds the false discovery rate. A minimum effect excludes differences that are
 * significant but do not matter.
 */
final class OutlierFunnelPlot {

	static final double FALSE_DISCOVERY_RATE = 0.01;

	static final double MIN_EFFECT = 1.75;

	/** Fewer groups have no meaningful center. */
	static final int MIN_GROUPS = 3;

	/** Scales the deviation to that of a normal distribution. */
	private static final double MAD_SCALE = 1.4826;

	/** Above this number, a count is approximately normal. */
	private static final double FEW = 100;

	private OutlierFunnelPlot() {
	}

	/**
	 * Judge groups.
	 * @param groups groups with events
	 * @return a verdict on each, in order
	 */
	static List<Verdict> judge(List<Group> groups) {
		double[] rates = groups.stream().mapToDouble(Group::rate).toArray();
		double center = center(groups, rates);
		double spread = spreadVariance(groups, rates, center);
		double[] chances = groups.stream().mapToDouble((group) -> chance(group, center, spread)).toArray();
		double limit = (groups.size() >= MIN_GROUPS && center > 0) ? limit(chances) : -1;
		List<Verdict> verdicts = new ArrayList<>();
		for (int i = 0; i < rates.length; i++) {
			double ratio = (center > 0) ? rates[i] / center : 1;
			verdicts.add(new Verdict(groups.get(i), ratio, chances[i], chances[i] <= limit && ratio >= MIN_EFFECT));
		}
		return verdicts;
	}

	/**
	 * Return the median rate, or the overall rate if most groups have no failures.
	 */
	private static double center(List<Group> groups, double[] rates) {
		double middle = median(rates);
		if (middle > 0 || groups.isEmpty()) {
			return middle;
		}
		double failures = groups.stream().mapToLong(Group::failures).sum();
		return failures / groups.stream().mapToLong(Group::events).sum();
	}

	/**
	 * Return the variance between groups beyond that of chance.
	 */
	private static double spreadVariance(List<Group> groups, double[] rates, double center) {
		double middle = median(rates);
		double deviation = MAD_SCALE * median(Arrays.stream(rates).map((rate) -> Math.abs(rate - middle)).toArray());
		double chance = median(groups.stream().mapToDouble((group) -> group.variance(center)).toArray());
		return Math.max(0, deviation * deviation - chance);
	}

	/**
	 * Return the probability of as many failures in a group that is like the others.
	 */
	private static double chance(Group group, double center, double spread) {
		double deviation = Math.sqrt(group.variance(center) + spread);
		if (!(deviation > 0)) {
			return 1;
		}
		double normal = upperTail((group.rate() - center) / deviation);
		// Small counts are skewed, and the normal distribution overstates them.
		return Math.max(normal, poissonTail(group.failures(), group.events() * center));
	}

	/**
	 * Return the probability up to which groups are outliers, below 0 if there are none.
	 */
	private static double limit(double[] chances) {
		double[] sorted = chances.clone();
		Arrays.sort(sorted);
		for (int i = sorted.length - 1; i >= 0; i--) {
			if (sorted[i] <= FALSE_DISCOVERY_RATE * (i + 1) / sorted.length) {
				return sorted[i];
			}
		}
		return -1;
	}

	static double median(double[] values) {
		if (values.length == 0) {
			return 0;
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int half = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
	}

	/**
	 * Return the upper tail of the normal distribution, by Abramowitz and Stegun 26.2.17,
	 * with an error below 7.5e-8.
	 * @param z the value
	 * @return the probability of at least that value
	 */
	static double upperTail(double z) {
		double t = 1 / (1 + 0.2316419 * Math.abs(z));
		double polynomial = t
				* (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
		double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
		return (z >= 0) ? tail : 1 - tail;
	}

	/**
	 * Return the probability of at least as many if few are expected, 0 if many are.
	 */
	private static double poissonTail(long failures, double expected) {
		if (expected > FEW) {
			return 0;
		}
		double term = Math.exp(-expected);
		double below = 0;
		for (long i = 0; i < failures && term + below > below; i++) {
			below += term;
			term *= expected / (i + 1);
		}
		return Math.max(0, 1 - below);
	}

	/**
	 * A group.
	 *
	 * @param name its name
	 * @param events the number of events
	 * @param failures the number of failed events
	 */
	record Group(String name, long events, long failures) {

		double rate() {
			return (double) this.failures / this.events;
		}

		double variance(double center) {
			return center * (1 - Math.min(1, center)) / this.events;
		}

	}

	/**
	 * The verdict on a group.
	 *
	 * @param group the group
	 * @param ratio its rate relative to the center
	 * @param chance the probability of as many failures if it were like the others
	 * @param outlier whether it fails more often than the others
	 */
	record Verdict(Group group, double ratio, double chance, boolean outlier) {

	}

}
