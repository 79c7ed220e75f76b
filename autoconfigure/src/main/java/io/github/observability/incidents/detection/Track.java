package io.github.observability.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Level of a series over a span of time, the usual distance from it, and whether the
 * series is unusually far from it now.
 */
final class Track {

	/** What a young series must exceed in addition, as it showed little yet. */
	private static final double YOUNG_FACTOR = 1.6;

	private static final int YOUNG_HOURS = 6;

	private static final double REFRACTORY_FACTOR = 1.05;

	/** Steps for which a score must persist. */
	private static final int PERSISTENCE = 4;

	/** Steps after which an anomaly is over. */
	private static final int QUIET = 6;

	/**
	 * Distances beyond so many scales are cut, so that an outlier hardly moves the level.
	 */
	private static final double CLIP = 3;

	private final SeriesKind kind;

	private final double levelWeight;

	private final double scaleWeight;

	private final int habituation;

	private final double minScore;

	private final Refractory refractory = new Refractory();

	private double level;

	private double scale;

	private int learned;

	private double score = Double.NaN;

	private double threshold;

	private int above;

	private int below;

	private double runMax;

	private long since;

	private boolean anomalous;

	private double before;

	/**
	 * Create a track.
	 * @param kind what the series measures
	 * @param levelSteps the steps over which the level is a mean
	 * @param scaleSteps the steps over which the usual distance is a mean
	 * @param habituation the steps after which a changed level is normal
	 * @param minScore the smallest score that counts
	 */
	Track(SeriesKind kind, int levelSteps, int scaleSteps, int habituation, double minScore) {
		this.kind = kind;
		this.levelWeight = 1.0 / levelSteps;
		this.scaleWeight = 1.0 / scaleSteps;
		this.habituation = habituation;
		this.minScore = minScore;
	}

	void restart(double value) {
		this.level = value;
		this.scale = 0;
		this.learned = 0;
		end();
	}

	void end() {
		this.score = Double.NaN;
		this.above = 0;
		this.below = 0;
		this.anomalous = false;
	}

	/**
	 * Judge a value without learning it.
	 * @param value the value, on the scale of the kind
	 * @param reference what is expected
	 * @param step the step
	 * @param hour the hour
	 * @param age the hours for which the series is known
	 */
	void judge(double value, double reference, long step, long hour, long age) {
		this.score = Math.abs(value - reference) / Math.max(this.scale, this.kind.scaleFloor());
		if (this.anomalous) {
			this.runMax = Math.max(this.runMax, this.score);
			this.below = (this.score < this.threshold / 2) ? this.below + 1 : 0;
			if (this.below >= QUIET) {
				this.anomalous = false;
				this.above = 0;
				this.refractory.add(hour, this.runMax);
			}
			return;
		}
		if (this.above == 0) {
			this.threshold = Math.max((age < YOUNG_HOURS) ? YOUNG_FACTOR * this.minScore : this.minScore,
					REFRACTORY_FACTOR * this.refractory.max(hour));
			this.runMax = 0;
			this.since = step;
			this.before = reference;
		}
		this.runMax = Math.max(this.runMax, this.score);
		if (this.score <= this.threshold
				|| this.kind.effect(this.kind.unscaled(value), this.kind.unscaled(reference)) < this.kind.minEffect()) {
			this.refractory.add(hour, this.runMax);
			this.above = 0;
			return;
		}
		this.above++;
		if (this.above >= PERSISTENCE) {
			this.anomalous = true;
			this.below = 0;
		}
	}

	/**
	 * Learn a value. Level and scale are plain means at first.
	 * @param value the value
	 * @param reference what was expected
	 * @param warm whether the series is known long enough to call a value an outlier
	 * @param step the step
	 */
	void learn(double value, double reference, boolean warm, long step) {
		this.learned++;
		boolean habituating = this.anomalous && step - this.since > this.habituation;
		double bound = (warm && !habituating) ? CLIP * Math.max(this.scale, this.kind.scaleFloor()) : Double.MAX_VALUE;
		double first = 1.0 / this.learned;
		// The factor makes the mean distance a standard deviation for normal noise.
		this.scale += Math.max(this.scaleWeight, first)
				* (1.25 * Math.min(Math.abs(value - reference), bound) - this.scale);
		this.level += Math.max(this.levelWeight, first) * Math.max(-bound, Math.min(bound, value - this.level));
	}

	double deviation(double value) {
		return (value - this.level) / Math.max(this.scale, this.kind.scaleFloor());
	}

	double level() {
		return this.level;
	}

	double score() {
		return this.score;
	}

	boolean isAnomalous() {
		return this.anomalous;
	}

	long since() {
		return this.since;
	}

	double before() {
		return this.before;
	}

	void write(DataOutput output) throws IOException {
		output.writeDouble(this.level);
		output.writeDouble(this.scale);
		output.writeInt(this.learned);
		this.refractory.write(output);
	}

	void read(DataInput input) throws IOException {
		this.level = input.readDouble();
		this.scale = input.readDouble();
		this.learned = input.readInt();
		this.refractory.read(input);
	}

}
