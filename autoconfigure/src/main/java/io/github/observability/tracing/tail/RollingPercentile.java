package io.github.observability.tracing.tail;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * 99th percentile of the latest durations of a route. Durations are counted in eight
 * buckets per power of two, so the error is at most one eighth. All counts are halved
 * from time to time, so that old ones fade.
 */
final class RollingPercentile {

	/** Number of durations before which there is no percentile. */
	static final int LEARNED = 1000;

	private static final int SHARE_ABOVE = 100;

	/** Buckets of a power of two. */
	private static final int STEPS_BITS = 3;

	private static final int STEPS = 1 << STEPS_BITS;

	/** Durations below 2^13 ns (8 us) share a bucket. */
	private static final int SMALLEST_POWER = 13;

	/** Durations of 2^40 ns (18 minutes) or more share a bucket. */
	private static final int LARGEST_POWER = 40;

	/** The threshold is computed again after this many durations. */
	private static final int PERIOD = 100;

	/** Number of durations after which counts are halved. */
	private static final int FADE = 10_000;

	private final AtomicIntegerArray buckets = new AtomicIntegerArray((LARGEST_POWER - SMALLEST_POWER) * STEPS);

	private int seen;

	private int sinceThreshold;

	private volatile long threshold = Long.MAX_VALUE;

	/**
	 * Record a duration and compare it with the percentile of the previous ones.
	 * @param nanos the duration
	 * @return whether it exceeds the percentile
	 */
	boolean isExceededBy(long nanos) {
		boolean exceeded = nanos > this.threshold;
		this.buckets.incrementAndGet(bucket(nanos));
		learn();
		return exceeded;
	}

	/**
	 * Count without synchronization. A lost update only shifts the next computation.
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
