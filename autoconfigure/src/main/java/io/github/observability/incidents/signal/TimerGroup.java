package io.github.observability.incidents.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;

/**
 * Rate, share of errors and latency of one subject between two readings of its timers.
 */
final class TimerGroup {

	/** Fewer events than these count as so many, so that one failure is no outage. */
	private static final double FEWEST = 5;

	private static final double QUANTILE = 0.95;

	private final List<Cursor> cursors = new ArrayList<>();

	private final boolean quantiles;

	private double[] bounds = {};

	private double[] lastBuckets = {};

	private double rate = Double.NaN;

	private double errorRatio = Double.NaN;

	private double mean = Double.NaN;

	private double tail = Double.NaN;

	/**
	 * Create a group.
	 * @param quantiles whether the quantile of the latency is estimated
	 */
	TimerGroup(boolean quantiles) {
		this.quantiles = quantiles;
	}

	/**
	 * Add a timer.
	 * @param timer the timer
	 * @param failed whether it records what failed
	 * @param known whether what it has recorded so far happened before the last reading
	 */
	void add(Timer timer, boolean failed, boolean known) {
		this.cursors.add(new Cursor(timer, failed, known));
	}

	void remove(Timer timer) {
		this.cursors.removeIf((cursor) -> cursor.timer == timer);
	}

	boolean isEmpty() {
		return this.cursors.isEmpty();
	}

	void read(double seconds) {
		double count = 0;
		double errors = 0;
		double seconds2 = 0;
		double succeeded = 0;
		double all = 0;
		for (Cursor cursor : this.cursors) {
			cursor.read();
			count += cursor.count;
			all += cursor.time;
			if (cursor.failed) {
				errors += cursor.count;
			}
			else {
				succeeded += cursor.count;
				seconds2 += cursor.time;
			}
		}
		this.rate = count / seconds;
		this.errorRatio = (count > 0) ? errors / Math.max(FEWEST, count) : Double.NaN;
		if (succeeded > 0) {
			this.mean = seconds2 / succeeded;
		}
		else {
			this.mean = (count > 0) ? all / count : Double.NaN;
		}
		this.tail = this.quantiles ? tail() : Double.NaN;
	}

	/**
	 * Estimate the quantile of what succeeded, by interpolating within a bucket.
	 */
	private double tail() {
		double[] buckets = {};
		for (Cursor cursor : this.cursors) {
			if (!cursor.failed && (cursor.count > 0 || this.lastBuckets.length == 0)) {
				cursor.snapshot = cursor.timer.takeSnapshot().histogramCounts();
			}
			CountAtBucket[] counts = cursor.snapshot;
			if (cursor.failed || counts.length == 0) {
				continue;
			}
			if (buckets.length == 0) {
				buckets = new double[counts.length];
				if (this.bounds.length != counts.length) {
					this.bounds = new double[counts.length];
					for (int i = 0; i < counts.length; i++) {
						this.bounds[i] = counts[i].bucket(TimeUnit.SECONDS);
					}
				}
			}
			for (int i = 0; i < buckets.length && i < counts.length; i++) {
				buckets[i] += counts[i].count();
			}
		}
		double[] last = this.lastBuckets;
		this.lastBuckets = buckets;
		return (last.length == buckets.length && buckets.length > 0) ? quantile(last, buckets) : Double.NaN;
	}

	private double quantile(double[] last, double[] buckets) {
		int end = buckets.length - 1;
		double total = buckets[end] - last[end];
		if (total < FEWEST) {
			return Double.NaN;
		}
		double rank = QUANTILE * total;
		double lower = 0;
		double below = 0;
		for (int i = 0; i <= end; i++) {
			double reached = buckets[i] - last[i];
			if (reached >= rank && reached > below) {
				double upper = Double.isInfinite(this.bounds[i]) ? lower : this.bounds[i];
				return lower + (upper - lower) * (rank - below) / (reached - below);
			}
			lower = this.bounds[i];
			below = Math.max(below, reached);
		}
		return lower;
	}

	double rate() {
		return this.rate;
	}

	double errorRatio() {
		return this.errorRatio;
	}

	double mean() {
		return this.mean;
	}

	double tailLatency() {
		return this.tail;
	}

	/**
	 * A timer and what it had recorded at the last reading.
	 */
	private static final class Cursor {

		private final Timer timer;

		private final boolean failed;

		private double lastCount;

		private double lastTime;

		private double count;

		private double time;

		private CountAtBucket[] snapshot = {};

		Cursor(Timer timer, boolean failed, boolean known) {
			this.timer = timer;
			this.failed = failed;
			if (known) {
				this.lastCount = timer.count();
				this.lastTime = timer.totalTime(TimeUnit.SECONDS);
			}
		}

		void read() {
			double newCount = this.timer.count();
			double newTime = this.timer.totalTime(TimeUnit.SECONDS);
			// A timer that was reset starts from zero.
			this.count = (newCount >= this.lastCount) ? newCount - this.lastCount : 0;
			this.time = (newTime >= this.lastTime && this.count > 0) ? newTime - this.lastTime : 0;
			this.lastCount = newCount;
			this.lastTime = newTime;
		}

	}

}
