package io.github.observability.tracing;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The duration that 99 % of the latest requests of a route stay below. Durations are
 * counted in buckets, eight to each power of two, so that the answer is right within an
 * eighth. All counts are halved from time to time, which lets old ones fade.
 */
final class UsualDuration {

	/** Before this many nothing is known to be usual. */
	static final int LEARNED = 1000;

	private static final int SHARE_ABOVE = 100;

	/** Buckets of a power of two. */
	private static final int STEPS_BITS = 3;

	private static final int STEPS = 1 << STEPS_BITS;

	/** Durations below 2^13 ns, or 8 us, are all the same. */
	private static final int SMALLEST_POWER = 13;

	/** Durations from 2^40 ns on, or 18 minutes, are. */
	private static final int LARGEST_POWER = 40;

	/** The threshold is computed anew after this many requests. */
	private static final int PERIOD = 100;

	/** Requests after which counts are halved. */
	private static final int FADE = 10_000;

	private final AtomicIntegerArray buckets = new AtomicIntegerArray((LARGEST_POWER - SMALLEST_POWER) * STEPS);

	private int seen;

	private int sinceThreshold;

	private volatile long threshold = Long.MAX_VALUE;

	/**
	 * Whether a request took longer than usual. It counts for those that follow.
	 * @param nanos its duration
	 * @return whether it took longer
	 */
	boolean isExceededBy(long nanos) {
		boolean exceeded = nanos > this.threshold;
		this.buckets.incrementAndGet(bucket(nanos));
		learn();
		return exceeded;
	}

	/**
	 * Count without synchronization: a lost update only moves the moment.
	 */
	private void learn() {
		this.seen++;
		if (++this.sinceThreshold >= PERIOD && this.seen >= LEARNED) {
			this.sinceThreshold = 0;
			compute();
		}
	}

	private synchronized void compute() {
		boolean fade = this.seen >= FADE;
		int total = 0;
		for (int i = 0; i < this.buckets.length(); i++) {
			total += this.buckets.get(i);
		}
		int above = 0;
		int bucket = this.buckets.length() - 1;
		while (bucket > 0 && (above + this.buckets.get(bucket)) * SHARE_ABOVE <= total) {
			above += this.buckets.get(bucket);
			bucket--;
		}
		this.threshold = upperBound(bucket);
		if (fade) {
			for (int i = 0; i < this.buckets.length(); i++) {
				this.buckets.updateAndGet(i, (count) -> count / 2);
			}
			this.seen = FADE / 2;
		}
	}

	static int bucket(long nanos) {
		if (nanos < 1L << SMALLEST_POWER) {
			return 0;
		}
		int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
		if (power >= LARGEST_POWER) {
			return (LARGEST_POWER - SMALLEST_POWER) * STEPS - 1;
		}
		int step = (int) (nanos >>> (power - STEPS_BITS)) & (STEPS - 1);
		return (power - SMALLEST_POWER) * STEPS + step;
	}

	static long upperBound(int bucket) {
		int power = SMALLEST_POWER + bucket / STEPS;
		return (1L << power) + (long) (bucket % STEPS + 1) * (1L << (power - STEPS_BITS)) - 1;
	}

}
