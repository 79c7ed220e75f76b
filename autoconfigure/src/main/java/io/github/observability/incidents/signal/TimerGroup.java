package io.github.observability.incidents.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Rate, share of errors and latency of one subject between two readings of its timers.
 */
final class TimerGroup {

	/** Fewer events than these count as so many, so that one failure is no outage. */
	private static final double FEWEST = 5;

	private static final double QUANTILE = 0.95;

	private final List<Cursor> cursors = new ArrayList<>();

	private final boolean quantiles;

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
	 * @param source where its counts are read
	 * @param failed whether it records what failed
	 * @param known whether what it has recorded so far happened before the last reading
	 */
	void add(Timer timer, CountSource<Timer> source, boolean failed, boolean known) {
		this.cursors.add(new Cursor(timer, source, failed, known));
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
			cursor.read(seconds);
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
		double[] bounds = {};
		double[] buckets = {};
		double total = 0;
		for (Cursor cursor : this.cursors) {
			double[] counted = cursor.failed ? null : cursor.readBuckets();
			if (counted == null || (buckets.length > 0 && buckets.length != counted.length)) {
				continue;
			}
			if (buckets.length == 0) {
				bounds = cursor.bounds;
				buckets = new double[counted.length];
			}
			for (int i = 0; i < buckets.length; i++) {
				buckets[i] += counted[i];
			}
			// What is slower than all bounds may be in no bucket.
			total += Math.max(cursor.events, counted[counted.length - 1]);
		}
		return (total >= FEWEST) ? quantile(bounds, buckets, QUANTILE * total) : Double.NaN;
	}

	private static double quantile(double[] bounds, double[] buckets, double rank) {
		double lower = 0;
		double below = 0;
		for (int i = 0; i < buckets.length; i++) {
			double reached = buckets[i];
			if (reached >= rank && reached > below) {
				double upper = Double.isInfinite(bounds[i]) ? lower : bounds[i];
				return lower + (upper - lower) * (rank - below) / (reached - below);
			}
			lower = Double.isInfinite(bounds[i]) ? lower : bounds[i];
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

		private final CountSource<Timer> source;

		private final boolean failed;

		private final boolean known;

		private final DoubleUnaryOperator totalCount;

		private final DoubleUnaryOperator totalTime;

		private double lastCount;

		private double lastTime;

		private double count;

		private double time;

		private double[] bounds = {};

		private double @Nullable [] lastBuckets;

		/** Whether the buckets hold the latest events rather than all of them. */
		private boolean windowed;

		private double events;

		Cursor(Timer timer, CountSource<Timer> source, boolean failed, boolean known) {
			this.timer = timer;
			this.source = source;
			this.failed = failed;
			this.known = known;
			this.windowed = source.isStepping();
			this.totalCount = source.total(Timer::count);
			this.totalTime = source.total((each) -> each.totalTime(TimeUnit.SECONDS));
			if (known) {
				this.lastCount = this.totalCount.applyAsDouble(0);
				this.lastTime = this.totalTime.applyAsDouble(0);
			}
		}

		void read(double seconds) {
			double newCount = this.totalCount.applyAsDouble(seconds);
			double newTime = this.totalTime.applyAsDouble(seconds);
			// A timer that was reset starts from zero.
			this.count = (newCount >= this.lastCount) ? newCount - this.lastCount : 0;
			this.time = (newTime >= this.lastTime && this.count > 0) ? newTime - this.lastTime : 0;
			this.lastCount = newCount;
			this.lastTime = newTime;
		}

		/**
		 * Return what the buckets have counted, {@code null} if nothing is known.
		 */
		double @Nullable [] readBuckets() {
			double[] last = this.lastBuckets;
			if (this.count == 0 && (last != null || !this.known)) {
				return null;
			}
			HistogramSnapshot snapshot = this.source.meter().takeSnapshot();
			CountAtBucket[] counts = snapshot.histogramCounts();
			if (counts.length == 0) {
				return null;
			}
			double[] now = new double[counts.length];
			if (this.bounds.length != now.length) {
				this.bounds = new double[now.length];
				for (int i = 0; i < now.length; i++) {
					this.bounds[i] = counts[i].bucket(TimeUnit.SECONDS);
				}
			}
			for (int i = 0; i < now.length; i++) {
				now[i] = counts[i].count();
			}
			this.lastBuckets = now;
			if (last == null && this.known && !this.windowed) {
				return null;
			}
			double[] counted = increase((last != null) ? last : new double[now.length], now);
			this.events = events(snapshot);
			return counted;
		}

		/**
		 * Return how many events the buckets are about, at least. The window of a step
		 * rotates by its thirds, so that it is as long as two of them when it is
		 * shortest.
		 */
		private double events(HistogramSnapshot snapshot) {
			if (!this.windowed) {
				return this.count;
			}
			boolean beyond = snapshot.max(TimeUnit.SECONDS) > this.bounds[this.bounds.length - 1];
			return beyond ? (this.source.isStepping() ? snapshot.count() : this.count) * 2 / 3 : 0;
		}

		private double[] increase(double[] last, double[] now) {
			double[] increase = new double[now.length];
			for (int i = 0; i < now.length && !this.windowed; i++) {
				increase[i] = now[i] - last[i];
				this.windowed = increase[i] < 0;
			}
			return this.windowed ? now : increase;
		}

	}

}
