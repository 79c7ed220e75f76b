package io.github.observability.saturation.forecast;

/**
 * Kalman filter of a level and its slope, both of which may drift: the local linear trend
 * model of Harvey, <i>Forecasting, Structural Time Series Models and the Kalman
 * Filter</i>, 1989, section 2.3.
 * <p>
 * Readings may be missing: time passes by as many steps as it really does. The slope is
 * per step.
 */
final class LocalLinearTrend {

	private final double levelNoise;

	private final double slopeNoise;

	private final double readingNoise;

	private double level;

	private double slope;

	private double levelVariance;

	private double covariance;

	private double slopeVariance;

	private double innovation;

	private double innovationVariance;

	/**
	 * Create an instance.
	 * @param levelNoise the variance by which the level drifts in a step
	 * @param slopeNoise the variance by which the slope drifts in a step
	 * @param readingNoise the variance of a reading around the level
	 * @param level the first level
	 * @param slope the first slope
	 * @param levelVariance how uncertain the first level is
	 * @param slopeVariance how uncertain the first slope is
	 */
	LocalLinearTrend(double levelNoise, double slopeNoise, double readingNoise, double level, double slope,
			double levelVariance, double slopeVariance) {
		this.levelNoise = levelNoise;
		this.slopeNoise = slopeNoise;
		this.readingNoise = readingNoise;
		this.level = level;
		this.slope = slope;
		this.levelVariance = levelVariance;
		this.slopeVariance = slopeVariance;
	}

	/**
	 * Let time pass and take a reading.
	 * @param steps the time since the previous reading, in steps
	 * @param reading the reading
	 */
	void update(double steps, double reading) {
		predict(steps);
		correct(reading);
	}

	private void predict(double steps) {
		this.level += steps * this.slope;
		this.levelVariance += 2 * steps * this.covariance + steps * steps * this.slopeVariance
				+ steps * this.levelNoise;
		this.covariance += steps * this.slopeVariance;
		this.slopeVariance += steps * this.slopeNoise;
	}

	private void correct(double reading) {
		this.innovation = reading - this.level;
		this.innovationVariance = this.levelVariance + this.readingNoise;
		double levelGain = this.levelVariance / this.innovationVariance;
		double slopeGain = this.covariance / this.innovationVariance;
		this.level += levelGain * this.innovation;
		this.slope += slopeGain * this.innovation;
		this.slopeVariance -= slopeGain * this.covariance;
		this.covariance -= slopeGain * this.levelVariance;
		this.levelVariance -= levelGain * this.levelVariance;
	}

	double level() {
		return this.level;
	}

	double slope() {
		return this.slope;
	}

	double levelVariance() {
		return this.levelVariance;
	}

	double covariance() {
		return this.covariance;
	}

	double slopeVariance() {
		return this.slopeVariance;
	}

	/**
	 * Return how far the last reading was from what was expected.
	 * @return the difference, in standard deviations of a reading
	 */
	double normalizedInnovation() {
		return this.innovation / Math.sqrt(this.innovationVariance);
	}

}
