package io.github.observability.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Detector of anomalies in one series, fed once per step. It is not safe for use by
 * several threads at once.
 * <p>
 * The score is the distance of the last minute from a level, in units of the usual
 * distance. Of two levels, one follows within 20 minutes and shows what changes at once;
 * the other follows within three hours and shows what drifts. Either learns a bounded
 * part of each deviation. A score counts when it exceeds what the last day showed (its
 * refractory time), when the effect is of a size that matters to the {@link SeriesKind},
 * and when it persists for several steps. Where the hour of the week forecasts better,
 * from the third week on, it is the slow level. A series that cannot be judged has no
 * score.
 */
public final class SeriesDetector {

	/** Length of a step in seconds. */
	public static final int STEP_SECONDS = 10;

	private static final int MINUTE = 60 / STEP_SECONDS;

	private static final int HOUR = 60 * MINUTE;

	private static final int DAY = 24 * HOUR;

	/** Steps after which a series is judged. */
	static final int WARM_UP = 30 * MINUTE;

	/** Hours after which the slow level is judged: it takes a day to know a day. */
	private static final int SLOW_WARM_UP = 24;

	/** Steps without a value after which the levels are learned again. */
	private static final int MAX_GAP = 2 * HOUR;

	/** Steps without a value after which an anomaly is over. */
	private static final int MAX_SILENCE = 5 * MINUTE;

	private static final double RECENT_WEIGHT = 0.25;

	private final SeriesKind kind;

	private final HourlyCells cells = new HourlyCells();

	private final Track fast;

	private final Track slow;

	private long lastStep = Long.MIN_VALUE;

	private int warm;

	private double recent;

	private boolean judged;

	/**
	 * Create a detector.
	 * @param kind what the series measures
	 */
	public SeriesDetector(SeriesKind kind) {
		this.kind = kind;
		this.fast = new Track(kind, 20 * MINUTE, 2 * HOUR, HOUR, 4.5);
		this.slow = new Track(kind, 3 * HOUR, DAY, 6 * HOUR, 1.8);
	}

	/**
	 * Add the value of a step.
	 * @param step the number of the step on the wall clock. A step that is not after the
	 * last one means that the clock was set back: the levels are learned again.
	 * @param value the value; one that is not finite counts as a missing one
	 */
	public void add(long step, double value) {
		this.judged = false;
		if (!Double.isFinite(value)) {
			if (step - this.lastStep > MAX_SILENCE) {
				this.fast.end();
				this.slow.end();
			}
			return;
		}
		double scaled = this.kind.scaled(value);
		boolean known = this.lastStep != Long.MIN_VALUE;
		if (!known || step <= this.lastStep || step - this.lastStep > MAX_GAP) {
			this.warm = 0;
			this.recent = scaled;
			this.fast.restart(scaled);
			this.slow.restart(scaled);
		}
		if (!known || step > this.lastStep) {
			this.cells.add(hour(step), scaled);
		}
		this.lastStep = step;
		this.recent += RECENT_WEIGHT * (scaled - this.recent);
		update(step);
	}

	private void update(long step) {
		long hour = hour(step);
		double expected = slowReference(step);
		boolean ready = this.warm >= WARM_UP;
		if (ready) {
			this.judged = true;
			this.fast.judge(this.recent, this.fast.level(), step, hour, this.cells.age());
			if (this.cells.age() >= SLOW_WARM_UP) {
				this.slow.judge(this.recent, expected, step, hour, this.cells.age());
			}
		}
		else {
			this.warm++;
		}
		this.fast.learn(this.recent, this.fast.level(), ready, step);
		this.slow.learn(this.recent, expected, this.cells.age() >= SLOW_WARM_UP, step);
	}

	private double slowReference(long step) {
		if (this.cells.isSeasonal()) {
			double seasonal = this.cells.seasonal((step + 0.5) / HOUR);
			return Double.isNaN(seasonal) ? this.slow.level() : seasonal;
		}
		return this.slow.level();
	}

	private static long hour(long step) {
		return Math.floorDiv(step, (long) HOUR);
	}

	/**
	 * Return the score of the last step.
	 * @return the score, {@code NaN} if the series cannot be judged
	 */
	public double score() {
		return this.judged ? Math.max(this.fast.score(), zeroIfUnknown(this.slow.score())) : Double.NaN;
	}

	private static double zeroIfUnknown(double score) {
		return Double.isNaN(score) ? 0 : score;
	}

	/**
	 * Return the distance of the last minute from the fast level.
	 * @return the signed distance in units of the usual one, 0 if the series cannot be
	 * judged
	 */
	public double deviation() {
		return this.judged ? this.fast.deviation(this.recent) : 0;
	}

	/**
	 * Return the value that is expected now.
	 * @return the value, {@code NaN} if the series cannot be judged
	 */
	public double baseline() {
		if (this.warm < WARM_UP) {
			return Double.NaN;
		}
		return this.kind.unscaled(isSeasonal() ? slowReference(this.lastStep) : this.fast.level());
	}

	/**
	 * Whether the series is anomalous.
	 * @return whether it is
	 */
	public boolean isAnomalous() {
		return this.fast.isAnomalous() || this.slow.isAnomalous();
	}

	/**
	 * Return the step at which the anomaly began.
	 * @return the step; meaningless without an anomaly
	 */
	public long since() {
		return track().since();
	}

	/**
	 * Return the value that was expected when the anomaly began.
	 * @return the value; meaningless without an anomaly
	 */
	public double before() {
		return this.kind.unscaled(track().before());
	}

	/**
	 * Return the value of the last minute.
	 * @return the value
	 */
	public double recent() {
		return this.kind.unscaled(this.recent);
	}

	private Track track() {
		return this.fast.isAnomalous() ? this.fast : this.slow;
	}

	/**
	 * Return the mean of seven days.
	 * @return the mean, {@code NaN} in the first hour
	 */
	public double weekMean() {
		return this.kind.unscaled(this.cells.mean());
	}

	/**
	 * Whether the baseline is that of the hour of the week.
	 * @return whether it is
	 */
	public boolean isSeasonal() {
		return this.cells.isSeasonal();
	}

	/**
	 * Write what the detector has learned.
	 * @param output receives it
	 * @throws IOException if it cannot be written
	 */
	public void write(DataOutput output) throws IOException {
		this.cells.write(output);
		this.fast.write(output);
		this.slow.write(output);
		output.writeLong(this.lastStep);
		output.writeInt(this.warm);
		output.writeDouble(this.recent);
	}

	/**
	 * Read what a detector of the same kind has written.
	 * @param input supplies it
	 * @throws IOException if it cannot be read
	 */
	public void read(DataInput input) throws IOException {
		this.cells.read(input);
		this.fast.read(input);
		this.slow.read(input);
		this.lastStep = input.readLong();
		this.warm = input.readInt();
		this.recent = input.readDouble();
	}

}
