package io.github.observability.business;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds groups that fail more than the others. Rates are compared in a funnel plot with
 * an additive random effect (Spiegelhalter, "Handling over-dispersion of performance
 * indicators", 2005): a group differs from the middle one by chance, which its volume
 * tells, and by nature, which the spread between groups tells. Middle and spread are
 * median and median absolute deviation, as one bad group would move mean and standard
 * deviation towards itself. The false-discovery rate is held by the procedure of
 * Benjamini and Hochberg (1995), and an effect floor keeps differences out that are
 * certain but do not matter.
 */
final class FunnelPlot {

	static final double FALSE_DISCOVERY_RATE = 0.01;

	static final double EFFECT_FLOOR = 1.75;

	/** Fewer have no middle to differ from. */
	static final int MIN_GROUPS = 3;

	/** Makes the deviation that of a normal distribution. */
	private static final double MAD_SCALE = 1.4826;

	/** Above it a count is as good as normal. */
	private static final double FEW = 100;

	private FunnelPlot() {
	}

	/**
	 * Judge groups.
	 * @param groups groups that have events
	 * @return a verdict for each, in their order
	 */
	static List<Verdict> judge(List<Group> groups) {
		double[] rates = groups.stream().mapToDouble(Group::rate).toArray();
		double centre = centre(groups, rates);
		double spread = spreadVariance(groups, rates, centre);
		double[] chances = groups.stream().mapToDouble((group) -> chance(group, centre, spread)).toArray();
		double limit = (groups.size() >= MIN_GROUPS && centre > 0) ? limit(chances) : -1;
		List<Verdict> verdicts = new ArrayList<>();
		for (int i = 0; i < rates.length; i++) {
			double ratio = (centre > 0) ? rates[i] / centre : 1;
			verdicts.add(new Verdict(groups.get(i), ratio, chances[i], chances[i] <= limit && ratio >= EFFECT_FLOOR));
		}
		return verdicts;
	}

	/**
	 * The rate of the middle group; of all together where most have no failures at all.
	 */
	private static double centre(List<Group> groups, double[] rates) {
		double middle = median(rates);
		if (middle > 0 || groups.isEmpty()) {
			return middle;
		}
		double failures = groups.stream().mapToLong(Group::failures).sum();
		return failures / groups.stream().mapToLong(Group::events).sum();
	}

	/**
	 * The variance between groups, without the one that chance makes anyway.
	 */
	private static double spreadVariance(List<Group> groups, double[] rates, double centre) {
		double middle = median(rates);
		double deviation = MAD_SCALE * median(Arrays.stream(rates).map((rate) -> Math.abs(rate - middle)).toArray());
		double chance = median(groups.stream().mapToDouble((group) -> group.variance(centre)).toArray());
		return Math.max(0, deviation * deviation - chance);
	}

	/**
	 * The probability of as many failures in a group that is like the others.
	 */
	private static double chance(Group group, double centre, double spread) {
		double deviation = Math.sqrt(group.variance(centre) + spread);
		if (!(deviation > 0)) {
			return 1;
		}
		double normal = upperTail((group.rate() - centre) / deviation);
		// Few failures are skewed, and the normal distribution would call them certain.
		return Math.max(normal, poissonTail(group.failures(), group.events() * centre));
	}

	/**
	 * The chance up to which groups are outliers, below 0 if none is.
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
	 * The normal distribution above a value, by Abramowitz and Stegun 26.2.17, which is
	 * off by less than 7.5e-8.
	 * @param z the value
	 * @return the probability of at least that
	 */
	static double upperTail(double z) {
		double t = 1 / (1 + 0.2316419 * Math.abs(z));
		double polynomial = t
				* (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
		double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
		return (z >= 0) ? tail : 1 - tail;
	}

	/**
	 * The probability of at least so many where few are expected, 0 where many are.
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
	 * @param events what happened in it
	 * @param failures how much of that failed
	 */
	record Group(String name, long events, long failures) {

		double rate() {
			return (double) this.failures / this.events;
		}

		double variance(double centre) {
			return centre * (1 - Math.min(1, centre)) / this.events;
		}

	}

	/**
	 * What is thought of a group.
	 *
	 * @param group the group
	 * @param ratio its rate over that of the middle group
	 * @param chance the probability of as many failures if it were like the others
	 * @param outlier whether it fails more than the others
	 */
	record Verdict(Group group, double ratio, double chance, boolean outlier) {

	}

}
