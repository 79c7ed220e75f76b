package io.github.observability.incidents.detection;

/**
 * Detector of anomalies in values that belong together. It is not safe for use by several
 * threads at once.
 */
public interface VectorDetector {

	/**
	 * Add the values of a step.
	 * @param values the values, on comparable scales
	 * @return the score, {@code NaN} if it cannot be judged
	 */
	double add(double[] values);

	/**
	 * Explain the score of the last step.
	 * @return what each value contributes, as shares of one
	 */
	double[] contributions();

}
