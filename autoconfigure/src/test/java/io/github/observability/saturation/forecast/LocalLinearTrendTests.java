package io.github.observability.saturation.forecast;

import java.util.Random;

import org.hipparchus.filtering.kalman.Measurement;
import org.hipparchus.filtering.kalman.ProcessEstimate;
import org.hipparchus.filtering.kalman.linear.LinearEvolution;
import org.hipparchus.filtering.kalman.linear.LinearKalmanFilter;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposer;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LocalLinearTrend}, with the Kalman filter of Hipparchus as oracle.
 */
class LocalLinearTrendTests {

	private static final double EQUAL = 1e-9;

	private final Random random = new Random(7);

	@Test
	void isTheKalmanFilterOfItsModel() {
		for (int series = 0; series < 1_000; series++) {
			double levelNoise = this.random.nextDouble() * 0.1;
			double slopeNoise = this.random.nextDouble() * 0.01;
			double readingNoise = 0.1 + this.random.nextDouble();
			LocalLinearTrend trend = new LocalLinearTrend(levelNoise, slopeNoise, readingNoise, 0.5, 0, 1, 2);
			LinearKalmanFilter<Reading> oracle = oracle(levelNoise, slopeNoise, readingNoise);
			double time = 0;
			for (int i = 0; i < 50; i++) {
				double steps = 1 + this.random.nextInt(3);
				double value = 0.01 * time + this.random.nextGaussian();
				time += steps;
				trend.update(steps, value);
				ProcessEstimate expected = oracle.estimationStep(new Reading(time, steps, value, readingNoise));
				assertThat(trend.level()).isCloseTo(expected.getState().getEntry(0), within(EQUAL));
				assertThat(trend.slope()).isCloseTo(expected.getState().getEntry(1), within(EQUAL));
				assertThat(trend.levelVariance()).isCloseTo(expected.getCovariance().getEntry(0, 0), within(EQUAL));
				assertThat(trend.covariance()).isCloseTo(expected.getCovariance().getEntry(0, 1), within(EQUAL));
				assertThat(trend.slopeVariance()).isCloseTo(expected.getCovariance().getEntry(1, 1), within(EQUAL));
			}
		}
	}

	private static LinearKalmanFilter<Reading> oracle(double levelNoise, double slopeNoise, double readingNoise) {
		RealMatrix observed = new Array2DRowRealMatrix(new double[][] { { 1, 0 } });
		return new LinearKalmanFilter<>(new CholeskyDecomposer(1e-15, 1e-15),
				(reading) -> new LinearEvolution(
						new Array2DRowRealMatrix(new double[][] { { 1, reading.steps }, { 0, 1 } }), null, null,
						MatrixUtils.createRealDiagonalMatrix(
								new double[] { reading.steps * levelNoise, reading.steps * slopeNoise }),
						observed),
				new ProcessEstimate(0, new ArrayRealVector(new double[] { 0.5, 0 }),
						MatrixUtils.createRealDiagonalMatrix(new double[] { 1, 2 })));
	}

	/**
	 * A reading for the oracle.
	 *
	 * @param time its time
	 * @param steps steps since the one before
	 * @param value its value
	 * @param variance its noise
	 */
	private record Reading(double time, double steps, double value, double variance) implements Measurement {

		@Override
		public double getTime() {
			return this.time;
		}

		@Override
		public RealVector getValue() {
			return new ArrayRealVector(new double[] { this.value });
		}

		@Override
		public RealMatrix getCovariance() {
			return new Array2DRowRealMatrix(new double[][] { { this.variance } });
		}

	}

}
