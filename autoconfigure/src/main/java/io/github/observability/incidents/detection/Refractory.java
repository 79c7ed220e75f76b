package io.github.observability.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The largest score of each hour of the last day. A score counts only when it exceeds all
 * of them: what a series does every day is normal for it.
 */
final class Refractory {

	/** One more than a day has, so that the same hour of yesterday counts. */
	private static final int HOURS = 25;

	private final float[] maxima = new float[HOURS];

	private long hour = Long.MIN_VALUE;

	private double max;

	void add(long newHour, double score) {
		turn(newHour);
		int index = index(newHour);
		if (score > this.maxima[index]) {
			this.maxima[index] = (float) score;
			this.max = Math.max(this.max, score);
		}
	}

	private void turn(long newHour) {
		if (newHour != this.hour) {
			long elapsed = (this.hour == Long.MIN_VALUE) ? HOURS : Math.max(1, Math.min(HOURS, newHour - this.hour));
			for (long each = 0; each < elapsed; each++) {
				this.maxima[index(newHour - each)] = 0;
			}
			this.hour = newHour;
			this.max = 0;
			for (float each : this.maxima) {
				this.max = Math.max(this.max, each);
			}
		}
	}

	/**
	 * Return the largest score of the last day.
	 * @param newHour the hour now
	 * @return the score, 0 if there is none
	 */
	double max(long newHour) {
		turn(newHour);
		return this.max;
	}

	private static int index(long hour) {
		return (int) Math.floorMod(hour, (long) HOURS);
	}

	void write(DataOutput output) throws IOException {
		output.writeLong(this.hour);
		for (float each : this.maxima) {
			output.writeFloat(each);
		}
	}

	void read(DataInput input) throws IOException {
		this.hour = input.readLong();
		this.max = 0;
		for (int i = 0; i < HOURS; i++) {
			this.maxima[i] = input.readFloat();
			this.max = Math.max(this.max, this.maxima[i]);
		}
	}

}
