package io.github.observability.business;

import java.util.Arrays;

/**
 * Makes one score of several components and tells what each of them takes from it.
 */
final class ScoreFormula {

	private final boolean minimum;

	private final double[] weights;

	/**
	 * Make a formula.
	 * @param minimum whether the worst component alone counts, instead of the weighted
	 * geometric mean of all
	 * @param weights the weights of the components, above 0
	 */
	ScoreFormula(boolean minimum, double... weights) {
		this.minimum = minimum;
		double sum = Arrays.stream(weights).sum();
		this.weights = Arrays.stream(weights).map((weight) -> weight / sum).toArray();
	}

	/**
	 * Where a value is between its bounds.
	 * @param value the value
	 * @param bad the value that is 0
	 * @param good the value that is 1, above or below the bad one
	 * @return from 0 to 1, NaN if the value is
	 */
	static double position(double value, double bad, double good) {
		return Math.min(1, Math.max(0, (value - bad) / (good - bad)));
	}

	/**
	 * The score. A component at 0 makes it 0, whatever the others are, and one that is
	 * not known makes it unknown.
	 * @param components the components, from 0 to 1
	 * @return the score from 0 to 1, NaN if a component is
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
	 * What each component takes from the score. Together that is the drop below 1: in the
	 * mean a component has the share of its logarithm, which is what makes a product
	 * fall; in the minimum the worst ones have all of it.
	 * @param components the components, from 0 to 1
	 * @return the contributions, NaN if a component is not known
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
			// At 0 a logarithm outweighs those of all components above.
			boolean alone = this.minimum || worst == 0;
			double share = alone ? ((components[i] == worst) ? 1 : 0) : -Math.log(components[i]);
			shares[i] = Double.isNaN(worst) ? Double.NaN : share * this.weights[i];
		}
		return shares;
	}

}
