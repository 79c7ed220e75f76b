package io.github.observability.cost.advice;

import java.util.Arrays;

/**
 * Entropy and mutual information of binned signals, in bits.
 * <p>
 * An estimate from few steps is biased: entropy comes out too low, mutual information too
 * high. Both are corrected by the term of G. Miller, "Note on the bias of information
 * estimates" (1955), known as Miller-Madow: (occupied cells - 1) / 2N nats. What remains
 * is smaller than what independent signals show by chance, which {@link #shared} takes
 * off as well.
 */
final class Information {

	private static final int BINS = QuantileBins.MOST + 1;

	private static final double NATS = 1 / Math.log(2);

	/** Shifts of one signal against the other, which break what they share. */
	private static final int SHIFTS = 7;

	private Information() {
	}

	/**
	 * Return the entropy.
	 * @param bins the bin of each step
	 * @return the entropy
	 */
	static double entropy(int[] bins) {
		int[] counts = new int[BINS];
		for (int bin : bins) {
			counts[bin]++;
		}
		return entropy(counts, bins.length);
	}

	private static double entropy(int[] counts, int all) {
		double sum = 0;
		int occupied = 0;
		for (int count : counts) {
			if (count > 0) {
				sum -= count * Math.log(count / (double) all);
				occupied++;
			}
		}
		return (all > 0) ? NATS * (sum / all + (occupied - 1) / (2.0 * all)) : 0;
	}

	/**
	 * Return the mutual information of two signals.
	 * @param one the bins of one
	 * @param other the bins of the other
	 * @return the mutual information, below zero where the correction exceeds it
	 */
	static double mutual(int[] one, int[] other) {
		return mutual(one, other, 0);
	}

	/**
	 * The second signal is read that many steps later, and goes on with its beginning.
	 */
	private static double mutual(int[] one, int[] other, int shift) {
		int length = one.length;
		int[] joint = new int[BINS * BINS];
		int[] ones = new int[BINS];
		int[] others = new int[BINS];
		int at = shift;
		for (int i = 0; i < length; i++) {
			joint[one[i] * BINS + other[at]]++;
			ones[one[i]]++;
			others[other[at]]++;
			at = (at + 1 == length) ? 0 : at + 1;
		}
		return entropy(ones, length) + entropy(others, length) - entropy(joint, length);
	}

	/**
	 * Return the mutual information of two signals beyond what they show when one is
	 * shifted in time. A shift keeps the course of each signal, so that slow signals,
	 * which look alike by chance, share nothing.
	 * @param one the bins of one
	 * @param other the bins of the other
	 * @return the shared information, zero or above
	 */
	static double shared(int[] one, int[] other) {
		double chance = 0;
		for (int i = 1; i <= SHIFTS; i++) {
			chance += Math.max(0, mutual(one, other, i * one.length / (SHIFTS + 1)));
		}
		return Math.max(0, mutual(one, other) - chance / SHIFTS);
	}

	/**
	 * Return what a signal tells about its next step: its active information storage (J.
	 * Lizier, 2012) with a history of one step. Noise tells nothing.
	 * @param bins the bins of the signal
	 * @return the information, zero or above
	 */
	static double ofNextStep(int[] bins) {
		if (bins.length < 2) {
			return 0;
		}
		int[] before = Arrays.copyOf(bins, bins.length - 1);
		int[] after = Arrays.copyOfRange(bins, 1, bins.length);
		return Math.max(0, mutual(before, after));
	}

	/**
	 * Return how much mutual information independent signals rarely exceed: by the G
	 * test, 2N times the estimate in nats is distributed as chi squared, whose deviation
	 * times three this is.
	 * @param steps the number of steps
	 * @return the information
	 */
	static double noise(int steps) {
		double freedom = (QuantileBins.MOST - 1) * (QuantileBins.MOST - 1);
		return NATS * 3 * Math.sqrt(2 * freedom) / (2.0 * Math.max(1, steps));
	}

}
