package io.github.observability;

import java.util.Arrays;
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
		return counts().count();
	}

	/**
	 * Estimate a quantile, by the middle of the bucket that the nearest rank is in.
	 * @param quantile the quantile, from 0 to 1
	 * @return nanoseconds, {@code NaN} if nothing was recorded
	 */
	public double quantile(double quantile) {
		return counts().quantile(quantile);
	}

	/**
	 * Return what has been recorded up to now.
	 * @return the counts, which do not change any more
	 */
	public Counts counts() {
		long[] counts = new long[BUCKETS];
		for (int i = 0; i < BUCKETS; i++) {
			counts[i] = this.counts.get(i);
		}
		return Counts.of(counts);
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

	/**
	 * Durations that a sketch had recorded at some time. Only the buckets from the first
	 * to the last that is in use take memory.
	 */
	public static final class Counts {

		/** Nothing was recorded. */
		public static final Counts NONE = new Counts(0, new long[0]);

		private final int first;

		private final long[] counts;

		private Counts(int first, long[] counts) {
			this.first = first;
			this.counts = counts;
		}

		private static Counts of(long[] counts) {
			int from = 0;
			int until = counts.length;
			while (from < until && counts[from] == 0) {
				from++;
			}
			while (until > from && counts[until - 1] == 0) {
				until--;
			}
			return (from < until) ? new Counts(from, Arrays.copyOfRange(counts, from, until)) : NONE;
		}

		/**
		 * Add other counts.
		 * @param other the other counts
		 * @return the sum
		 */
		public Counts plus(Counts other) {
			long[] sum = new long[BUCKETS];
			addTo(sum, 1);
			other.addTo(sum, 1);
			return of(sum);
		}

		/**
		 * Subtract earlier counts. No bucket becomes negative: a sketch that was replaced
		 * in between starts again at 0.
		 * @param earlier the earlier counts
		 * @return the difference
		 */
		public Counts since(Counts earlier) {
			long[] difference = new long[BUCKETS];
			addTo(difference, 1);
			earlier.addTo(difference, -1);
			for (int i = 0; i < BUCKETS; i++) {
				difference[i] = Math.max(0, difference[i]);
			}
			return of(difference);
		}

		private void addTo(long[] target, int sign) {
			for (int i = 0; i < this.counts.length; i++) {
				target[this.first + i] += sign * this.counts[i];
			}
		}

		/**
		 * Return the number of durations.
		 * @return the number
		 */
		public long count() {
			return Arrays.stream(this.counts).sum();
		}

		/**
		 * Estimate a quantile, by the middle of the bucket that the nearest rank is in.
		 * @param quantile the quantile, from 0 to 1
		 * @return nanoseconds, {@code NaN} if nothing was recorded
		 */
		public double quantile(double quantile) {
			long rank = Math.max(1, (long) Math.ceil(quantile * count()));
			long seen = 0;
			for (int i = 0; i < this.counts.length; i++) {
				seen += this.counts[i];
				if (seen >= rank) {
					return middle(this.first + i);
				}
			}
			return (this.counts.length > 0) ? middle(this.first + this.counts.length - 1) : Double.NaN;
		}

	}

}
