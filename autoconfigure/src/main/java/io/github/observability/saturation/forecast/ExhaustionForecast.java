package io.github.observability.saturation.forecast;

import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Forecasts when one resource is exhausted, from its utilization.
 * <p>
 * A {@link LocalLinearTrend} follows the readings. It starts anew when they leave it: at
 * a step, such as a restart or a resized pool, and when the trend changes, which shows in
 * innovations that are not white. There is no forecast
 * <ul>
 * <li>from fewer than {@value #LEAST_READINGS} readings of a trend, or within
 * {@value #LEAST_STEPS} periods;</li>
 * <li>while the slope is within noise, or falls;</li>
 * <li>below the highest level of the past day before this trend, so that what fills and
 * empties again and again, as the heap between two collections or a pool between day and
 * night, is not taken for a leak;</li>
 * <li>for further ahead than {@value #REACH} times as long as the trend has lasted.</li>
 * </ul>
 * A reading that equals the one before is no news where readings change only now and
 * then, as the heap after a collection does. It counts after twice the longest time
 * between two changes.
 * <p>
 * Not thread-safe.
 */
public final class ExhaustionForecast {

	static final int LEAST_READINGS = 10;

	static final int LEAST_STEPS = 30;

	static final int REACH = 5;

	/** Standard deviations by which a slope must exceed zero to count as one. */
	private static final double SIGNIFICANT = 5;

	/** Standard deviations of the band, for 95 %. */
	private static final double BAND = 1.96;

	/** Readings after which what the filter has learned counts for little. */
	private static final double MEMORY = 2_000;

	/** Readings over which the scale of noise and the mean innovation are taken. */
	private static final double WINDOW = 20;

	/** Standard deviations of the mean innovation at which the trend has changed. */
	private static final double CHANGED = 5;

	/** Noise of a reading that is taken for granted, as a share of the resource. */
	private static final double FLOOR = 1e-4;

	private static final double DIFFUSE = 1e6;

	private static final double NANOS = Duration.ofSeconds(1).toNanos();

	private static final int HOURS = 24;

	private static final long HOUR = Duration.ofHours(1).toNanos();

	private final long step;

	/** The highest level of each of the past hours, without that of this trend. */
	private final double[] peaks = new double[HOURS];

	private long hour;

	private @Nullable LocalLinearTrend trend;

	private long began;

	private long last;

	private double lastReading;

	private long lastChange;

	private long longestPause;

	private int readings;

	private double highest;

	private double scale;

	private double meanInnovation;

	/**
	 * Create an instance.
	 * @param interval the usual time between two readings
	 */
	public ExhaustionForecast(Duration interval) {
		this.step = interval.toNanos();
		Arrays.fill(this.peaks, Double.NEGATIVE_INFINITY);
	}

	/**
	 * Take a reading. A reading that is no share, or not later than the one before, is
	 * ignored.
	 * @param nanos the time of the reading, on a monotonic clock
	 * @param utilization the share in use, from 0 to 1
	 * @return when the resource is exhausted, {@code null} if nothing can be said
	 */
	public @Nullable Exhaustion read(long nanos, double utilization) {
		if (!(utilization >= 0 && utilization <= 1) || (this.trend != null && nanos - this.last <= 0)) {
			return null;
		}
		LocalLinearTrend current = this.trend;
		if (current == null) {
			current = begin(nanos, utilization);
			this.lastChange = nanos;
			this.last = nanos;
		}
		else if (isNews(nanos, utilization)) {
			current.update((double) (nanos - this.last) / this.step, utilization);
			this.last = nanos;
			this.readings++;
			if (hasChanged(current)) {
				end(nanos);
				current = begin(nanos, utilization);
			}
		}
		this.lastReading = utilization;
		this.highest = Math.max(this.highest, current.level());
		return forecast(current, nanos);
	}

	private boolean isNews(long nanos, double utilization) {
		if (utilization != this.lastReading) {
			this.longestPause = Math.max(this.longestPause * 9 / 10, nanos - this.lastChange);
			this.lastChange = nanos;
			return true;
		}
		return nanos - this.last >= 2 * this.longestPause;
	}

	/**
	 * Begin a trend whose slope is unknown. Noise is relative to that of a reading, which
	 * is estimated beside it, so the gain of the filter does not depend on it.
	 */
	private LocalLinearTrend begin(long nanos, double utilization) {
		LocalLinearTrend begun = new LocalLinearTrend(0, 4 / Math.pow(MEMORY, 4), 1, utilization, 0, 1, DIFFUSE);
		this.trend = begun;
		this.began = nanos;
		this.readings = 1;
		this.highest = Double.NEGATIVE_INFINITY;
		this.meanInnovation = 0;
		return begun;
	}

	private void end(long nanos) {
		long now = Math.floorDiv(nanos, HOUR);
		for (long passed = Math.max(this.hour + 1, now - HOURS + 1); passed <= now; passed++) {
			this.peaks[(int) Math.floorMod(passed, (long) HOURS)] = Double.NEGATIVE_INFINITY;
		}
		this.hour = now;
		int slot = (int) Math.floorMod(now, (long) HOURS);
		this.peaks[slot] = Math.max(this.peaks[slot], this.highest);
	}

	private boolean hasChanged(LocalLinearTrend current) {
		double innovation = current.normalizedInnovation();
		if (this.readings <= 3) {
			// Two readings define the line.
			return false;
		}
		double weight = 1 / Math.min(WINDOW, this.readings - 3);
		double before = Math.max(this.scale, FLOOR);
		double bounded = Math.max(-3 * before, Math.min(3 * before, innovation));
		if (this.readings == 4 && this.scale == 0) {
			bounded = innovation;
		}
		this.scale = Math.sqrt((1 - weight) * this.scale * this.scale + weight * bounded * bounded);
		double share = 1 / WINDOW;
		this.meanInnovation = (1 - share) * this.meanInnovation + share * bounded / before;
		// The variance of an exponentially weighted mean of white noise.
		return Math.abs(this.meanInnovation) > CHANGED * Math.sqrt(share / (2 - share));
	}

	private @Nullable Exhaustion forecast(LocalLinearTrend current, long nanos) {
		double noise = Math.max(this.scale, FLOOR);
		double deviation = noise * Math.sqrt(current.slopeVariance());
		if (this.readings < LEAST_READINGS || current.slope() < SIGNIFICANT * deviation
				|| current.level() < peak(nanos)) {
			return null;
		}
		double lasted = (double) (nanos - this.began) / this.step;
		double since = (double) (nanos - this.last) / this.step;
		double left = 1 - current.level() - since * current.slope();
		double estimate = Math.max(0, left / current.slope());
		if (lasted < LEAST_STEPS || estimate > REACH * lasted) {
			return null;
		}
		double[] band = band(left, current, noise * noise);
		return new Exhaustion(seconds(estimate), seconds(Math.max(0, Math.min(estimate, band[0]))),
				seconds(Math.max(estimate, band[1])));
	}

	/**
	 * The times at which the line is {@value #BAND} deviations from the limit: the roots
	 * of (slope h - left)² = z² (p00 + 2 h p01 + h² p11).
	 */
	private static double[] band(double left, LocalLinearTrend trend, double variance) {
		double width = BAND * BAND * variance;
		double a = trend.slope() * trend.slope() - width * trend.slopeVariance();
		double b = left * trend.slope() + width * trend.covariance();
		double c = left * left - width * trend.levelVariance();
		double root = Math.sqrt(Math.max(0, b * b - a * c));
		return new double[] { (b - root) / a, (b + root) / a };
	}

	private double peak(long nanos) {
		long now = Math.floorDiv(nanos, HOUR);
		double peak = Double.NEGATIVE_INFINITY;
		for (long each = Math.max(this.hour - HOURS + 1, now - HOURS + 1); each <= this.hour; each++) {
			peak = Math.max(peak, this.peaks[(int) Math.floorMod(each, (long) HOURS)]);
		}
		return peak;
	}

	private double seconds(double steps) {
		return steps * this.step / NANOS;
	}

}
