package io.github.observability.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Count, mean and sum of squared deviations for each hour of the last week, updated by
 * Welford's method, and a mean for each hour of the week over earlier weeks. The current
 * hour is kept apart until it ends.
 */
final class HourlyCells {

	static final int HOURS = 168;

	/** Weight of the latest week in the mean of an hour of the week. */
	private static final float WEEK_WEIGHT = 0.4f;

	/** Weight of the latest hour in the errors of the two forecasts. */
	private static final double ERROR_WEIGHT = 1.0 / HOURS;

	private final short[] counts = new short[HOURS];

	private final float[] means = new float[HOURS];

	private final float[] squares = new float[HOURS];

	/** Mean by hour of the week over earlier weeks, {@code NaN} where unknown. */
	private final float[] profile = new float[HOURS];

	private long hour = Long.MIN_VALUE;

	private long firstHour = Long.MIN_VALUE;

	private int count;

	private double mean;

	private double square;

	private double previousMean = Double.NaN;

	private double weekMean = Double.NaN;

	private double weekDeviation = Double.NaN;

	private double seasonalError = Double.NaN;

	private double simpleError = Double.NaN;

	HourlyCells() {
		Arrays.fill(this.profile, Float.NaN);
	}

	void add(long newHour, double value) {
		if (newHour != this.hour) {
			turn(newHour);
		}
		this.count++;
		double delta = value - this.mean;
		this.mean += delta / this.count;
		this.square += delta * (value - this.mean);
	}

	private void turn(long newHour) {
		if (this.hour == Long.MIN_VALUE) {
			this.firstHour = newHour;
		}
		else {
			close();
			long skipped = Math.min(HOURS, newHour - this.hour - 1);
			for (long each = 1; each <= skipped; each++) {
				clear(index(this.hour + each));
			}
			if (newHour != this.hour + 1) {
				this.previousMean = Double.NaN;
			}
		}
		this.hour = newHour;
		// The cell of the same hour a week ago leaves the week.
		clear(index(newHour));
		this.count = 0;
		this.mean = 0;
		this.square = 0;
		summarize();
	}

	private void close() {
		int index = index(this.hour);
		float seasonal = this.profile[index];
		if (!Float.isNaN(seasonal) && !Double.isNaN(this.previousMean)) {
			this.seasonalError = smooth(this.seasonalError, Math.abs(this.mean - seasonal));
			this.simpleError = smooth(this.simpleError, Math.abs(this.mean - this.previousMean));
		}
		this.counts[index] = (short) Math.min(Short.MAX_VALUE, this.count);
		this.means[index] = (float) this.mean;
		this.squares[index] = (float) this.square;
		this.previousMean = this.mean;
	}

	private static double smooth(double error, double latest) {
		return Double.isNaN(error) ? latest : error + ERROR_WEIGHT * (latest - error);
	}

	private void clear(int index) {
		if (this.counts[index] > 0) {
			float known = this.profile[index];
			float latest = this.means[index];
			this.profile[index] = Float.isNaN(known) ? latest : known + WEEK_WEIGHT * (latest - known);
		}
		this.counts[index] = 0;
	}

	private void summarize() {
		long total = 0;
		double sum = 0;
		for (int i = 0; i < HOURS; i++) {
			total += this.counts[i];
			sum += this.counts[i] * (double) this.means[i];
		}
		if (total == 0) {
			return;
		}
		double all = sum / total;
		double deviations = 0;
		for (int i = 0; i < HOURS; i++) {
			double delta = this.means[i] - all;
			deviations += (this.counts[i] > 0) ? this.squares[i] + this.counts[i] * delta * delta : 0;
		}
		this.weekMean = all;
		this.weekDeviation = Math.sqrt(deviations / total);
	}

	/**
	 * Return the number of hours since the first one.
	 * @return the number of hours
	 */
	long age() {
		return (this.firstHour != Long.MIN_VALUE) ? this.hour - this.firstHour : 0;
	}

	/**
	 * Return the mean of the last seven days.
	 * @return the mean, {@code NaN} in the first hour
	 */
	double mean() {
		return this.weekMean;
	}

	/**
	 * Return the standard deviation of the last seven days.
	 * @return the deviation, {@code NaN} in the first hour
	 */
	double deviation() {
		return this.weekDeviation;
	}

	/**
	 * Return the mean of an hour in the last seven days.
	 * @param each the hour
	 * @return the mean, {@code NaN} if the hour has no values
	 */
	double meanOf(long each) {
		int index = index(each);
		return (each < this.hour && each > this.hour - HOURS && this.counts[index] > 0) ? this.means[index]
				: Double.NaN;
	}

	/**
	 * Whether the hour of the week forecasts an hour better than the hour before does.
	 * @return {@code false} before the end of the second full week
	 */
	boolean isSeasonal() {
		return age() >= 2 * HOURS && this.seasonalError < this.simpleError;
	}

	/**
	 * Return the value that the hour of the week lets expect, interpolated between the
	 * middles of hours.
	 * @param position the time in hours
	 * @return the value, {@code NaN} if unknown
	 */
	double seasonal(double position) {
		double shifted = position - 0.5;
		long before = (long) Math.floor(shifted);
		double share = shifted - before;
		return (1 - share) * this.profile[index(before)] + share * this.profile[index(before + 1)];
	}

	private static int index(long hour) {
		return (int) Math.floorMod(hour, (long) HOURS);
	}

	void write(DataOutput output) throws IOException {
		output.writeLong(this.hour);
		output.writeLong(this.firstHour);
		output.writeInt(this.count);
		output.writeDouble(this.mean);
		output.writeDouble(this.square);
		output.writeDouble(this.previousMean);
		output.writeDouble(this.seasonalError);
		output.writeDouble(this.simpleError);
		for (int i = 0; i < HOURS; i++) {
			output.writeShort(this.counts[i]);
			output.writeFloat(this.means[i]);
			output.writeFloat(this.squares[i]);
			output.writeFloat(this.profile[i]);
		}
	}

	void read(DataInput input) throws IOException {
		this.hour = input.readLong();
		this.firstHour = input.readLong();
		this.count = input.readInt();
		this.mean = input.readDouble();
		this.square = input.readDouble();
		this.previousMean = input.readDouble();
		this.seasonalError = input.readDouble();
		this.simpleError = input.readDouble();
		for (int i = 0; i < HOURS; i++) {
			this.counts[i] = input.readShort();
			this.means[i] = input.readFloat();
			this.squares[i] = input.readFloat();
			this.profile[i] = input.readFloat();
		}
		summarize();
	}

}
