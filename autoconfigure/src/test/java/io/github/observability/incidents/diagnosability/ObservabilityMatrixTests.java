package io.github.observability.incidents.diagnosability;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ObservabilityMatrix}. Oracles are exact elimination over integers and
 * the singular values of Hipparchus.
 */
class ObservabilityMatrixTests {

	/** Request rate, error rate, latency and CPU of the pattern page's example. */
	private static final double[][] PAGE_A = { { 0.9, 0.1, 0, 0 }, { 0.1, 0.8, 0.1, 0 }, { 0, 0.1, 0.8, 0.1 },
			{ 0.2, 0, 0.1, 0.7 } };

	/** The first three of them are measured. */
	private static final double[][] PAGE_C = { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 } };

	private static final List<String> PAGE_STATES = List.of("request rate", "error rate", "latency", "cpu");

	@Test
	void pageExampleIsObservableByAnyOneOfItsMeasures() {
		assertThat(svdRank(PAGE_A, PAGE_C)).isEqualTo(4);
		ObservabilityMatrix page = ObservabilityMatrix.of(PAGE_A, PAGE_C);
		assertThat(page.rank()).isEqualTo(4);
		assertThat(page.isObservable()).isTrue();
		assertThat(page.unobservable(PAGE_STATES)).isEmpty();
		for (double[] measure : PAGE_C) {
			double[][] one = { measure };
			assertThat(ObservabilityMatrix.of(PAGE_A, one).rank())
				.isEqualTo(exactRank(times(10, PAGE_A), times(1, one)))
				.isEqualTo(4);
		}
	}

	/** The latency alone depends on the CPU: without that, nothing shows it. */
	@Test
	void pageExampleHidesTheCpuOnceTheLatencyDoesNotDependOnIt() {
		double[][] a = Arrays.stream(PAGE_A).map(double[]::clone).toArray(double[][]::new);
		a[2][3] = 0;
		ObservabilityMatrix matrix = ObservabilityMatrix.of(a, PAGE_C);
		assertThat(matrix.rank()).isEqualTo(3);
		assertThat(matrix.isObservable()).isFalse();
		assertThat(matrix.unobservable(PAGE_STATES)).containsExactly(Map.of("cpu", 1.0));
	}

	@Test
	void namesWhatCannotBeToldApart() {
		double[][] a = { { 0.5, 0, 0 }, { 0, 0.5, 0 }, { 0, 0, 0.9 } };
		double[][] c = { { 1, 2, 0 } };
		ObservabilityMatrix matrix = ObservabilityMatrix.of(a, c);
		assertThat(matrix.rank()).isEqualTo(1);
		List<Map<String, Double>> hidden = matrix.unobservable(List.of("cache", "queue", "heap"));
		assertThat(hidden).hasSize(2).anySatisfy((each) -> assertThat(each).containsExactly(entry("heap", 1.0)));
		assertThat(hidden).anySatisfy((each) -> {
			assertThat(each).containsOnlyKeys("cache", "queue").containsEntry("cache", 1.0);
			assertThat(each.get("queue")).isCloseTo(-0.5, within(1e-12));
		});
	}

	@Test
	void equalsExactEliminationOfRandomModels() {
		Random random = new Random(11);
		int hidden = 0;
		for (int i = 0; i < 500; i++) {
			int n = 2 + random.nextInt(5);
			int seen = 1 + random.nextInt(n);
			Model model = Model.random(random, n, seen);
			int exact = exactRank(model.a, model.c);
			hidden += (exact < n) ? 1 : 0;
			ObservabilityMatrix matrix = ObservabilityMatrix.of(doubles(model.a), doubles(model.c));
			assertThat(matrix.rank()).as("model %d", i).isEqualTo(exact);
			assertThat(matrix.isObservable()).isEqualTo(exact == n);
			areNeverSeen(matrix, model, n);
		}
		assertThat(hidden).isBetween(100, 450);
	}

	/** A hidden combination is measured as zero now, and after each step. */
	private static void areNeverSeen(ObservabilityMatrix matrix, Model model, int n) {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < n; i++) {
			names.add("x" + i);
		}
		List<Map<String, Double>> hidden = matrix.unobservable(names);
		assertThat(hidden).hasSize(n - matrix.rank());
		for (Map<String, Double> each : hidden) {
			assertThat(each.values()).contains(1.0).allSatisfy((weight) -> assertThat(weight).isBetween(-1.0, 1.0));
			double[] state = names.stream().mapToDouble((name) -> each.getOrDefault(name, 0.0)).toArray();
			RealMatrix a = new Array2DRowRealMatrix(doubles(model.a));
			RealMatrix c = new Array2DRowRealMatrix(doubles(model.c));
			for (int step = 0; step < n; step++) {
				assertThat(c.operate(state)).containsOnly(new double[c.getRowDimension()], within(1e-8 * c.getNorm1()));
				double[] next = a.operate(state);
				double largest = Arrays.stream(next).map(Math::abs).max().orElse(0);
				state = Arrays.stream(next).map((value) -> value / Math.max(1, largest)).toArray();
			}
		}
	}

	/**
	 * The rows of the matrix of a chain shrink or grow by ten orders of magnitude, which
	 * no elimination of the matrix itself survives.
	 */
	@ParameterizedTest
	@ValueSource(doubles = { 1e-3, 1, 1e3 })
	void doesNotLoseTheEndOfALongChain(double factor) {
		int n = 12;
		double[][] a = new double[n][n];
		for (int i = 0; i < n; i++) {
			a[i][i] = 0.9 * factor;
			if (i + 1 < n) {
				a[i][i + 1] = 0.01 * factor;
			}
		}
		double[][] c = new double[1][n];
		c[0][0] = 1e-6;
		assertThat(ObservabilityMatrix.of(a, c).rank()).isEqualTo(n);
		a[5][6] = 0;
		ObservabilityMatrix broken = ObservabilityMatrix.of(a, c);
		assertThat(broken.rank()).isEqualTo(6);
		assertThat(broken.unobservable(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")))
			.flatExtracting(Map::keySet)
			.containsExactlyInAnyOrder("g", "h", "i", "j", "k", "l");
	}

	@Test
	void seesNothingWithoutAMeasure() {
		double[][] a = { { 1, 0 }, { 0, 1 } };
		for (double[][] c : List.of(new double[0][], new double[][] { { 0, 0 } })) {
			ObservabilityMatrix matrix = ObservabilityMatrix.of(a, c);
			assertThat(matrix.rank()).isZero();
			assertThat(matrix.unobservable(List.of("one", "two"))).containsExactly(Map.of("one", 1.0),
					Map.of("two", 1.0));
		}
	}

	@Test
	void survivesHugeAndTinyNumbers() {
		double[][] a = { { 1e300, 1e300 }, { 0, 1e300 } };
		double[][] c = { { 1e-300, 0 } };
		assertThat(ObservabilityMatrix.of(a, c).rank()).isEqualTo(2);
	}

	@Test
	void saysWhatIsWrong() {
		double[][] square = { { 1, 0 }, { 0, 1 } };
		assertThatIllegalArgumentException().isThrownBy(() -> ObservabilityMatrix.of(new double[0][], square))
			.withMessage("A must have at least one row");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ObservabilityMatrix.of(new double[][] { { 1, 0 }, { 0 } }, square))
			.withMessage("Row 2 of A must have 2 numbers, one for each row of A, but has 1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ObservabilityMatrix.of(square, new double[][] { { 1, 0, 0 } }))
			.withMessage("Row 1 of C must have 2 numbers, one for each row of A, but has 3");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ObservabilityMatrix.of(square, new double[][] { { 1, Double.NaN } }))
			.withMessage("Row 1 of C must have finite numbers, but has NaN");
		ObservabilityMatrix matrix = ObservabilityMatrix.of(square, square);
		assertThatIllegalArgumentException().isThrownBy(() -> matrix.unobservable(List.of("one")))
			.withMessage("There must be a name for each of 2 states, but there are 1");
	}

	private static int svdRank(double[][] a, double[][] c) {
		RealMatrix power = new Array2DRowRealMatrix(c);
		List<double[]> rows = new ArrayList<>();
		for (int i = 0; i < a.length; i++) {
			rows.addAll(List.of(power.getData()));
			power = power.multiply(new Array2DRowRealMatrix(a));
		}
		return new SingularValueDecomposition(new Array2DRowRealMatrix(rows.toArray(double[][]::new))).getRank();
	}

	/** The rank of the matrix itself, by elimination without a fraction. */
	private static int exactRank(int[][] a, int[][] c) {
		int n = a.length;
		List<BigInteger[]> rows = new ArrayList<>();
		BigInteger[][] power = Arrays.stream(c).map(ObservabilityMatrixTests::big).toArray(BigInteger[][]::new);
		for (int i = 0; i < n; i++) {
			for (int j = 0; j < power.length; j++) {
				rows.add(power[j]);
				power[j] = times(power[j], a);
			}
		}
		int rank = 0;
		for (int column = 0; column < n; column++) {
			int at = column;
			int from = rank;
			BigInteger[] pivot = rows.stream()
				.skip(from)
				.filter((row) -> row[at].signum() != 0)
				.findFirst()
				.orElse(null);
			if (pivot == null) {
				continue;
			}
			rows.remove(pivot);
			rows.add(rank++, pivot);
			for (int i = rank; i < rows.size(); i++) {
				BigInteger[] row = rows.get(i);
				BigInteger factor = row[column];
				for (int j = 0; j < n; j++) {
					row[j] = row[j].multiply(pivot[column]).subtract(pivot[j].multiply(factor));
				}
			}
		}
		return rank;
	}

	private static BigInteger[] big(int[] row) {
		return Arrays.stream(row).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
	}

	private static BigInteger[] times(BigInteger[] row, int[][] matrix) {
		BigInteger[] product = new BigInteger[row.length];
		for (int j = 0; j < row.length; j++) {
			BigInteger sum = BigInteger.ZERO;
			for (int i = 0; i < row.length; i++) {
				sum = sum.add(row[i].multiply(BigInteger.valueOf(matrix[i][j])));
			}
			product[j] = sum;
		}
		return product;
	}

	private static int[][] times(int factor, double[][] matrix) {
		return Arrays.stream(matrix)
			.map((row) -> Arrays.stream(row).mapToInt((value) -> (int) Math.round(factor * value)).toArray())
			.toArray(int[][]::new);
	}

	private static double[][] doubles(int[][] matrix) {
		return Arrays.stream(matrix)
			.map((row) -> Arrays.stream(row).asDoubleStream().toArray())
			.toArray(double[][]::new);
	}

	/**
	 * A model of which some states are hidden behind a change of the coordinates.
	 *
	 * @param a its dynamics
	 * @param c its measures
	 */
	private record Model(int[][] a, int[][] c) {

		static Model random(Random random, int n, int seen) {
			int[][] a = new int[n][n];
			int[][] c = new int[1 + random.nextInt(2)][n];
			for (int i = 0; i < n; i++) {
				for (int j = 0; j < n; j++) {
					a[i][j] = (i < seen && j >= seen) ? 0 : random.nextInt(7) - 3;
				}
			}
			for (int[] row : c) {
				for (int j = 0; j < seen; j++) {
					row[j] = random.nextInt(5) - 2;
				}
			}
			for (int turn = 0; turn < n; turn++) {
				shear(a, c, random.nextInt(n), random.nextInt(n), random.nextInt(3) - 1);
			}
			return new Model(a, c);
		}

		/** Change the coordinates by a shear, whose inverse is one of integers, too. */
		private static void shear(int[][] a, int[][] c, int i, int j, int factor) {
			if (i == j) {
				return;
			}
			for (int[] row : a) {
				row[j] += factor * row[i];
			}
			for (int[] row : c) {
				row[j] += factor * row[i];
			}
			for (int k = 0; k < a.length; k++) {
				a[i][k] -= factor * a[j][k];
			}
		}

	}

}
