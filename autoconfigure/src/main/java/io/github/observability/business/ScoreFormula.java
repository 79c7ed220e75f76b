package io.github.observability.business;

import java.util.Arrays;

/**
 * Combines components into a score and attributes its drop to them.
 */
final class ScoreFormula {

	private final boolean minimum;

	private final double[] weights;

	/**
	 * Create a formula.
	 * @param minimum whether only the worst component counts, instead of the weighted
	 * geometric mean
	 * @param weights the weights of the components, above 0
	 */
	ScoreFormula(boolean minimum, double... weights) {
		this.minimum = minimum;
		double sum = Arrays.stream(weights).sum();
		this.weights = Arrays.stream(weights).map((weight) -> weight / sum).toArray();
	}

	/**
	 * Return the position of a value between its bounds.
	 * @param value the value
	 * @param bad the bound at 0
	 * @param good the bound at 1, above or below the bad one
	 * @return the position from 0 to 1, NaN if the value is NaN
	 */
	static double position(double value, double bad, double good) {
		return Math.min(1, Math.max(0, (value - bad) / (good - bad)));
	}

	/**
	 * Return the score. A component at 0 makes it 0, whatever the others are, and an
	 * unknown component makes it unknown.
	 * @param components the components, from 0 to 1
	 * @return the score from 0 to 1, NaN if a component is NaN
	 */
	double score(double... components) {
		double score = this.minimum ? Arrays.stream(components).reduce(1, Math::min) : geometricMean(components);
		return Math.min(1, score);
	}

	private double geometricMean(double[] components) {
		double sum = 0;
		for (int i = 0; i < components.length; i++) {
			sum += this.weights[i] * Math.log(components[i]);
		}
		return Math.exp(sum);
	}

	/**
	 * Return how much each component lowers the score. The contributions add up to 1
	 * minus the score. In the mean, a component's share is that of its logarithm; in the
	 * minimum, the worst components have all of it.
	 * @param components the components, from 0 to 1
	 * @return the contributions, NaN if a component is unknown
	 */
	double[] contributions(double... components) {
		double drop = 1 - score(components);
		double[] shares = shares(components);
		double sum = Arrays.stream(shares).sum();
		double[] contributions = new double[shares.length];
		for (int i = 0; i < shares.length; i++) {
			contributions[i] = (sum != 0) ? drop * shares[i] / sum : drop / shares.length;
		}
		return contributions;
	}

	private double[] shares(double[] components) {
		double worst = Arrays.stream(components).reduce(1, Math::min);
		double[] shares = new double[components.length];
		for (int i = 0; i < shares.length; i++) {
			// The logarithm of 0 outweighs all others.
			boolean alone = this.minimum || worst == 0;
			double share = alone ? ((components[i] == worst) ? 1 : 0) : -Math.log(components[i]);
			shares[i] = Double.isNaN(worst) ? Double.NaN : share * this.weights[i];
		}
		return shares;
	}

}
