package io.github.observability;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Log-linear histogram of durations from which quantiles are read with a relative error
 * of at most 1.6 %. Each power of two from one microsecond to 18 minutes has 32 buckets
 * of equal width, as in Gil Tene's HdrHistogram; what lies outside is recorded in the
 * first or last one. Recording is one atomic increment, without a lock or an allocation.
 */
public final class LatencySketch {

	private static final int SUB_BITS = 5;

	private static final int SUB_BUCKETS = 1 << SUB_BITS;

	private static final int MIN_EXPONENT = 10;

	private static final int MAX_EXPONENT = 40;

	private static final int BUCKETS = (MAX_EXPONENT - MIN_EXPONENT) * SUB_BUCKETS;

	private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

	/**
	 * Record a duration.
	 * @param nanos the duration in nanoseconds
	 */
	public void record(long nanos) {
		this.counts.incrementAndGet(bucket(nanos));
	}

	/**
	 * Add what another sketch has recorded.
	 * @param other the other sketch
	 */
	public void add(LatencySketch other) {
		for (int i = 0; i < BUCKETS; i++) {
			long count = other.counts.get(i);
			if (count != 0) {
				this.counts.addAndGet(i, count);
			}
		}
	}

	/**
	 * Return the number of recorded durations.
	 * @return the number
	 */
	public long count() {
		long count = 0;
		for (int i = 0; i < BUCKETS; i++) {
			count += this.counts.get(i);
		}
		return count;
	}

	/**
	 * Estimate a quantile, by the middle of the bucket that the nearest rank is in.
	 * @param quantile the quantile, from 0 to 1
	 * @return nanoseconds, {@code NaN} if nothing was recorded
	 */
	public double quantile(double quantile) {
		long[] snapshot = new long[BUCKETS];
		long total = 0;
		for (int i = 0; i < BUCKETS; i++) {
			snapshot[i] = this.counts.get(i);
			total += snapshot[i];
		}
		if (total == 0) {
			return Double.NaN;
		}
		long rank = Math.max(1, (long) Math.ceil(quantile * total));
		long seen = 0;
		for (int i = 0; i < BUCKETS; i++) {
			seen += snapshot[i];
			if (seen >= rank) {
				return middle(i);
			}
		}
		return middle(BUCKETS - 1);
	}

	private static int bucket(long nanos) {
		if (nanos < (1L << MIN_EXPONENT)) {
			return 0;
		}
		int exponent = 63 - Long.numberOfLeadingZeros(nanos);
		if (exponent >= MAX_EXPONENT) {
			return BUCKETS - 1;
		}
		int sub = (int) (nanos >>> (exponent - SUB_BITS)) & (SUB_BUCKETS - 1);
		return ((exponent - MIN_EXPONENT) << SUB_BITS) + sub;
	}

	private static double middle(int bucket) {
		int exponent = MIN_EXPONENT + (bucket >> SUB_BITS);
		double width = Math.scalb(1.0, exponent - SUB_BITS);
		return Math.scalb(1.0, exponent) + ((bucket & (SUB_BUCKETS - 1)) + 0.5) * width;
	}

}
