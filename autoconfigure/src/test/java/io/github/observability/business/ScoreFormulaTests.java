package io.github.observability.business;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What must hold of a score whatever its components and weights are.
 */
class ScoreFormulaTests {

	private static final int CASES = 20_000;

	private final Random random = new Random(20261124);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void neverFallsWhenAComponentRises(boolean minimum) {
		for (int i = 0; i < CASES; i++) {
			double[] components = components();
			ScoreFormula formula = formula(minimum, components.length);
			int risen = this.random.nextInt(components.length);
			double[] better = components.clone();
			better[risen] += (1 - better[risen]) * this.random.nextDouble();
			assertThat(formula.score(better)).isGreaterThanOrEqualTo(formula.score(components));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isZeroWithADeadComponentAndExplainedByItAlone(boolean minimum) {
		for (int i = 0; i < CASES; i++) {
			double[] components = components();
			Arrays.setAll(components, (j) -> Math.max(0.01, components[j]));
			int dead = this.random.nextInt(components.length);
			components[dead] = 0;
			ScoreFormula formula = formula(minimum, components.length);
			assertThat(formula.score(components)).isZero();
			assertThat(formula.contributions(components)[dead]).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void explainsItsDropExactly(boolean minimum) {
		for (int i = 0; i < CASES; i++) {
			double[] components = components();
			ScoreFormula formula = formula(minimum, components.length);
			double score = formula.score(components);
			double[] contributions = formula.contributions(components);
			assertThat(score).isBetween(0.0, 1.0);
			assertThat(Arrays.stream(contributions).allMatch((contribution) -> contribution >= 0)).isTrue();
			assertThat(Arrays.stream(contributions).sum()).isCloseTo(1 - score, within(1e-12));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void takesNothingForAComponentThatIsGoodWhileAnotherIsNot(boolean minimum) {
		assertThat(formula(minimum, 3).contributions(1, 0.5, 1)).satisfies((contributions) -> {
			assertThat(contributions[0]).isZero();
			assertThat(contributions[1]).isPositive();
			assertThat(contributions[2]).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isOneWhereAllIsGood(boolean minimum) {
		assertThat(formula(minimum, 3).score(1, 1, 1)).isEqualTo(1);
		assertThat(formula(minimum, 3).contributions(1, 1, 1)).containsOnly(0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isUnknownWithAComponentThatIs(boolean minimum) {
		assertThat(formula(minimum, 3).score(1, Double.NaN, 0)).isNaN();
		assertThat(formula(minimum, 3).contributions(1, Double.NaN, 0)).containsOnly(Double.NaN);
	}

	@ParameterizedTest
	@CsvSource({ "0.5, 0.25, 0.5", "0.9, 0.1, 0.3" })
	void isTheWeightedGeometricMean(double first, double second, double third) {
		double expected = Math.pow(first, 0.5) * Math.pow(second, 0.25) * Math.pow(third, 0.25);
		assertThat(new ScoreFormula(false, 2, 1, 1).score(first, second, third)).isCloseTo(expected, within(1e-12));
	}

	@ParameterizedTest
	@CsvSource({ "5, 0, 10, 0.5", "5, 10, 0, 0.5", "-1, 0, 10, 0", "11, 0, 10, 1", "11, 10, 0, 0", "Infinity, 0, 10, 1",
			"NaN, 0, 10, NaN" })
	void placesAValueBetweenItsBounds(double value, double bad, double good, Double position) {
		assertThat(Double.valueOf(ScoreFormula.position(value, bad, good))).isEqualTo(position);
	}

	private double[] components() {
		double[] components = new double[1 + this.random.nextInt(6)];
		Arrays.setAll(components, (i) -> switch (this.random.nextInt(8)) {
			case 0 -> 0;
			case 1 -> 1;
			case 2 -> this.random.nextDouble() * 1e-9;
			default -> this.random.nextDouble();
		});
		return components;
	}

	private ScoreFormula formula(boolean minimum, int components) {
		double[] weights = new double[components];
		Arrays.setAll(weights, (i) -> 0.1 + 10 * this.random.nextDouble());
		return new ScoreFormula(minimum, weights);
	}

}
