package io.github.observability.cost.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What to think of recorded signals.
 *
 * @param constants signals that never changed, or had no value
 * @param duplicates signals that another one repeats
 * @param keep the signals that tell most, the best first
 */
public record SignalAdvice(List<String> constants, List<Duplicate> duplicates, List<Kept> keep) {

	/**
	 * Look at signals. Of several that repeat one another, the first one is the original.
	 * @param signals the signals
	 * @param most how many to keep at most
	 * @return the advice
	 */
	public static SignalAdvice of(List<Signal> signals, int most) {
		List<String> constants = new ArrayList<>();
		List<Duplicate> duplicates = new ArrayList<>();
		List<Signal> originals = new ArrayList<>();
		for (Signal signal : signals) {
			if (isConstant(signal.values())) {
				constants.add(signal.name());
				continue;
			}
			Duplicate duplicate = duplicate(signal, originals);
			if (duplicate != null) {
				duplicates.add(duplicate);
			}
			else {
				originals.add(signal);
			}
		}
		List<Signal> candidates = originals.stream().filter((signal) -> !isClock(signal.values())).toList();
		return new SignalAdvice(constants, duplicates, new Selection(candidates).best(most));
	}

	private static boolean isConstant(double[] values) {
		double first = Double.NaN;
		for (double value : values) {
			if (!Double.isNaN(value)) {
				if (Double.isNaN(first)) {
					first = value;
				}
				else if (value != first) {
					return false;
				}
			}
		}
		return true;
	}

	/** What grows evenly is predictable and tells nothing but the time. */
	private static boolean isClock(double[] values) {
		double[] steps = new double[values.length];
		for (int i = 0; i < steps.length; i++) {
			steps[i] = Double.isNaN(values[i]) ? Double.NaN : i;
		}
		AffineFit fit = AffineFit.of(steps, values);
		return fit != null && fit.exact();
	}

	private static @Nullable Duplicate duplicate(Signal signal, List<Signal> originals) {
		for (Signal original : originals) {
			AffineFit fit = AffineFit.of(original.values(), signal.values());
			if (fit != null && fit.exact()) {
				return new Duplicate(signal.name(), original.name(), fit.factor(), fit.offset());
			}
		}
		return null;
	}

	/**
	 * A signal to keep.
	 *
	 * @param signal its name
	 * @param relevance bits about its next step and about the other signals
	 * @param redundancy bits that those chosen before it tell as well
	 * @param reason the same for people
	 */
	public record Kept(String signal, double relevance, double redundancy, String reason) {

	}

	/**
	 * Chooses signals by minimum redundancy and maximum relevance (H. Peng, F. Long and
	 * C. Ding, 2005): each time the one whose relevance exceeds most what it shares with
	 * those already chosen. There is no class to predict, so the relevance of a signal is
	 * what it tells about its own next step and, on average, about all the others.
	 */
	private static final class Selection {

		/** Below this many bits, a signal cannot be told from noise. */
		private static final double NOISE = 0.1;

		private static final double SHOWN = 0.05;

		private final List<Signal> signals;

		private final double[] ownPast;

		private final double[] ofOthers;

		private final double[][] shared;

		Selection(List<Signal> signals) {
			this.signals = signals;
			int count = signals.size();
			int[][] bins = new int[count][];
			this.ownPast = new double[count];
			this.ofOthers = new double[count];
			this.shared = new double[count][count];
			for (int i = 0; i < count; i++) {
				bins[i] = QuantileBins.of(signals.get(i).values());
				this.ownPast[i] = Information.ofNextStep(bins[i]);
				for (int j = 0; j < i; j++) {
					double bits = Information.shared(bins[i], bins[j]);
					this.shared[i][j] = bits;
					this.shared[j][i] = bits;
				}
			}
			for (int i = 0; i < count; i++) {
				this.ofOthers[i] = Arrays.stream(this.shared[i]).sum() / Math.max(1, count - 1);
			}
		}

		List<Kept> best(int most) {
			List<Kept> kept = new ArrayList<>();
			List<Integer> chosen = new ArrayList<>();
			Set<Integer> left = new HashSet<>();
			for (int i = 0; i < this.signals.size(); i++) {
				if (relevance(i) > Math.max(NOISE, Information.noise(this.signals.get(i).values().length))) {
					left.add(i);
				}
			}
			while (chosen.size() < most && !left.isEmpty()) {
				int best = -1;
				for (int i : left) {
					if (best < 0 || score(i, chosen) > score(best, chosen)
							|| (score(i, chosen) == score(best, chosen) && i < best)) {
						best = i;
					}
				}
				kept.add(kept(best, chosen));
				chosen.add(best);
				left.remove(best);
			}
			return kept;
		}

		private double relevance(int signal) {
			return this.ownPast[signal] + this.ofOthers[signal];
		}

		private double redundancy(int signal, List<Integer> chosen) {
			return chosen.stream().mapToDouble((other) -> this.shared[signal][other]).average().orElse(0);
		}

		private double score(int signal, List<Integer> chosen) {
			return relevance(signal) - redundancy(signal, chosen);
		}

		private Kept kept(int signal, List<Integer> chosen) {
			double redundancy = redundancy(signal, chosen);
			StringBuilder reason = new StringBuilder(
					String.format(Locale.ROOT, "tells %.2f bits about its next step and %.2f about each other signal",
							this.ownPast[signal], this.ofOthers[signal]));
			if (!chosen.isEmpty()) {
				reason.append(String.format(Locale.ROOT, ", %.2f of which those above tell as well", redundancy));
				int closest = closest(signal, chosen);
				if (this.shared[signal][closest] > SHOWN) {
					reason.append(String.format(Locale.ROOT, " (%s most, %.2f)", this.signals.get(closest).name(),
							this.shared[signal][closest]));
				}
			}
			return new Kept(this.signals.get(signal).name(), relevance(signal), redundancy, reason.toString());
		}

		private int closest(int signal, List<Integer> chosen) {
			int closest = chosen.get(0);
			for (int other : chosen) {
				if (this.shared[signal][other] > this.shared[signal][closest]) {
					closest = other;
				}
			}
			return closest;
		}

	}

}
