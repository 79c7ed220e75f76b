package io.github.observability.incidents.signal;

import java.util.Arrays;

import io.github.observability.incidents.detection.SeriesDetector;
import io.github.observability.incidents.detection.SeriesKind;
import io.github.observability.incidents.detection.Shift;
import org.jspecify.annotations.Nullable;

/**
 * A signal with its detector and its values of the last hour.
 */
public final class Series {

	/** Steps of one hour. */
	public static final int HISTORY = 360;

	/** Steps whose median is the value now. */
	private static final int LATEST = 18;

	private final SignalType type;

	private final Subject subject;

	private final String name;

	private final SeriesKind kind;

	private final SeriesDetector detector;

	private final float[] history = new float[HISTORY];

	private long lastStep = Long.MIN_VALUE;

	/** Steps without a value of the series in a row. */
	private int idle;

	/**
	 * Create a series without values.
	 * @param type what the signal says about its subject
	 * @param subject what the signal is about
	 */
	public Series(SignalType type, Subject subject) {
		this.type = type;
		this.subject = subject;
		this.name = name(type, subject);
		this.kind = type.kind();
		this.detector = new SeriesDetector(this.kind);
		Arrays.fill(this.history, Float.NaN);
	}

	static String name(SignalType type, Subject subject) {
		return type.label() + " " + subject.name();
	}

	/**
	 * Add the value of a step and let the detector judge it.
	 * @param step the number of the step
	 * @param value the value, {@code NaN} if there is none
	 */
	public void add(long step, double value) {
		if (this.lastStep != Long.MIN_VALUE && step > this.lastStep) {
			long missed = Math.min(HISTORY, step - this.lastStep - 1);
			for (long i = 1; i <= missed; i++) {
				this.history[index(this.lastStep + i)] = Float.NaN;
			}
		}
		else if (step <= this.lastStep) {
			Arrays.fill(this.history, Float.NaN);
		}
		this.history[index(step)] = Double.isFinite(value) ? (float) value : Float.NaN;
		this.lastStep = step;
		this.idle = (Double.isFinite(value) && value != 0) ? 0 : this.idle + 1;
		this.detector.add(step, value);
	}

	/**
	 * Return the values of the last hour, the oldest first.
	 * @return the values, {@code NaN} where there is none
	 */
	public double[] values() {
		long first = this.lastStep - HISTORY + 1;
		double[] values = new double[HISTORY];
		for (int i = 0; i < HISTORY; i++) {
			values[i] = this.history[index(first + i)];
		}
		return values;
	}

	private static int index(long step) {
		return (int) Math.floorMod(step, (long) HISTORY);
	}

	/**
	 * Compare the latest values with those of the last hour before a step.
	 * @param begin the step
	 * @return the shift, {@code null} if it cannot be judged
	 */
	public @Nullable Shift shift(long begin) {
		long first = this.lastStep - HISTORY + 1;
		double[] values = values();
		int split = (int) Math.max(0, Math.min(HISTORY, begin - first));
		return Shift.of(this.kind, values, split, Math.max(split, HISTORY - LATEST));
	}

	/**
	 * Return the step of an index of {@link Shift#since()}.
	 * @param index the index
	 * @return the number of the step
	 */
	public long stepOf(int index) {
		return this.lastStep - HISTORY + 1 + index;
	}

	/**
	 * Return the last value.
	 */
	double last() {
		return (this.lastStep != Long.MIN_VALUE) ? this.history[index(this.lastStep)] : Double.NaN;
	}

	/**
	 * Return what the signal says about its subject.
	 * @return the type
	 */
	public SignalType type() {
		return this.type;
	}

	/**
	 * Return what the signal is about.
	 * @return the subject
	 */
	public Subject subject() {
		return this.subject;
	}

	/**
	 * Return the name, such as {@code latency GET /rides/{id}}.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return what judges the values.
	 * @return the detector
	 */
	public SeriesDetector detector() {
		return this.detector;
	}

	/**
	 * Number of steps since the last value other than zero.
	 */
	int idle() {
		return this.idle;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
