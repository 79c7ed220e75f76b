package io.github.observability.incidents.detection;

/**
 * What a series measures. The kind decides on which scale values are compared and which
 * change is too small to matter.
 */
public enum SeriesKind {

	/**
	 * Events per second. On a square root scale, the noise of a count does not depend on
	 * its size.
	 */
	RATE(0.25, 0.4, 0.2) {

		@Override
		double scaled(double value) {
			return Math.sqrt(Math.max(0, value) * SeriesDetector.STEP_SECONDS);
		}

		@Override
		double unscaled(double scaled) {
			return scaled * scaled / SeriesDetector.STEP_SECONDS;
		}

	},

	/** Share of events, from 0 to 1. A change counts by its size, not as a ratio. */
	RATIO(0.005, 0.03, 1) {

		@Override
		double effect(double value, double baseline) {
			return Math.abs(value - baseline);
		}

	},

	/** Duration in seconds, on a logarithmic scale. */
	LATENCY(0.04, 0.4, 0.0005) {

		@Override
		double scaled(double value) {
			return Math.log(Math.max(SHORTEST, value));
		}

		@Override
		double unscaled(double scaled) {
			return Math.exp(scaled);
		}

	},

	/** Utilization of a resource, from 0 to 1. */
	UTILIZATION(0.01, 0.15, 1) {

		@Override
		double effect(double value, double baseline) {
			return Math.abs(value - baseline);
		}

	},

	/** Any other quantity that is not negative, such as a queue or seconds of waiting. */
	QUANTITY(0.02, 0.5, 0.05) {

		@Override
		double scaled(double value) {
			return Math.log1p(Math.max(0, value) * LOG_STEEPNESS);
		}

		@Override
		double unscaled(double scaled) {
			return Math.expm1(scaled) / LOG_STEEPNESS;
		}

	},

	/** Score of another detector. */
	SCORE(0.05, 0.5, 0.5);

	/** One microsecond: below it, the logarithm would magnify noise. */
	private static final double SHORTEST = 1e-6;

	private static final double LOG_STEEPNESS = 10;

	private final double scaleFloor;

	private final double minEffect;

	private final double baselineFloor;

	SeriesKind(double scaleFloor, double minEffect, double baselineFloor) {
		this.scaleFloor = scaleFloor;
		this.minEffect = minEffect;
		this.baselineFloor = baselineFloor;
	}

	/**
	 * Convert a value to the scale on which its noise is even.
	 * @param value the value
	 * @return the scaled value
	 */
	double scaled(double value) {
		return value;
	}

	/**
	 * Convert a scaled value back.
	 * @param scaled the scaled value
	 * @return the value
	 */
	double unscaled(double scaled) {
		return scaled;
	}

	/**
	 * Return how much a value differs from its baseline, for a reader.
	 * @param value the value
	 * @param baseline the baseline
	 * @return the relative difference, the absolute one of shares
	 */
	double effect(double value, double baseline) {
		return Math.abs(value - baseline) / Math.max(Math.abs(baseline), this.baselineFloor);
	}

	/**
	 * Return how much a value differs from its baseline, in smallest effects that count.
	 * @param value the value
	 * @param baseline the baseline
	 * @return the number of effects
	 */
	public double effectIn(double value, double baseline) {
		return effect(value, baseline) / this.minEffect;
	}

	/**
	 * Return the smallest deviation that is taken for the noise of a series.
	 * @return the deviation, on the scale of the kind
	 */
	double scaleFloor() {
		return this.scaleFloor;
	}

	/**
	 * Return the smallest effect that counts.
	 * @return the effect
	 */
	double minEffect() {
		return this.minEffect;
	}

}
