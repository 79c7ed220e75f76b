package io.github.observability.incidents.diagnosability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The observability matrix {@code [C; CA; CA²; ...]} of a linear model
 * {@code x(t+1) = A x(t)}, {@code y(t) = C x(t)}: whether what is measured determines the
 * whole state, and which part of the state it does not.
 *
 * <pre class="code">
 * double[][] a = { { 0.9, 0.1 }, { 0, 0.8 } };
 * double[][] c = { { 1, 0 } };
 * ObservabilityMatrix.of(a, c).isObservable(); // true: the second state drives the first
 * </pre>
 *
 * The powers of {@code A} are never formed, because they lose the weak directions to
 * rounding. An orthonormal basis of the row space grows instead: each of its rows times
 * {@code A}, without its part in the space already known, is a further row if it is
 * longer than {@value #TOLERANCE} times the norm of {@code A}. What couples more weakly
 * counts as not coupled at all. Neither the units of what is measured nor a factor of
 * {@code A} change the result.
 */
public final class ObservabilityMatrix {

	/** The size at which a remainder is noise of rounding, relative to what it is of. */
	static final double TOLERANCE = 1e-10;

	private final int states;

	/** An orthonormal basis of the row space. */
	private final List<double[]> basis;

	private ObservabilityMatrix(int states, List<double[]> basis) {
		this.states = states;
		this.basis = basis;
	}

	/**
	 * Create the observability matrix of a model.
	 * @param a how each state follows from the states one step before: n rows of n
	 * numbers
	 * @param c how each measured value follows from the states: rows of n numbers
	 * @return the matrix
	 * @throws IllegalArgumentException if the sizes do not fit, or a number is not finite
	 */
	public static ObservabilityMatrix of(double[][] a, double[][] c) {
		int states = a.length;
		if (states == 0) {
			throw new IllegalArgumentException("A must have at least one row");
		}
		check("A", a, states);
		check("C", c, states);
		double norm = norm(Arrays.stream(a).mapToDouble(ObservabilityMatrix::norm).toArray());
		List<double[]> basis = new ArrayList<>();
		// A measured value may have any unit.
		List<double[]> next = extend(basis, Arrays.stream(c).map(ObservabilityMatrix::unit).toList(), TOLERANCE);
		while (!next.isEmpty() && basis.size() < states && norm > 0) {
			next = extend(basis, next.stream().map((row) -> times(row, a)).toList(), TOLERANCE * norm);
		}
		return new ObservabilityMatrix(states, basis);
	}

	private static void check(String name, double[][] matrix, int columns) {
		for (int i = 0; i < matrix.length; i++) {
			if (matrix[i].length != columns) {
				throw new IllegalArgumentException(
						"Row %d of %s must have %d numbers, one for each row of A, but has %d".formatted(i + 1, name,
								columns, matrix[i].length));
			}
			for (double value : matrix[i]) {
				if (!Double.isFinite(value)) {
					throw new IllegalArgumentException(
							"Row %d of %s must have finite numbers, but has %s".formatted(i + 1, name, value));
				}
			}
		}
	}

	/**
	 * Add the rows that lie outside the space of a basis to it, the farthest first.
	 * @param basis an orthonormal basis
	 * @param rows the rows
	 * @param least the least distance at which a row lies outside
	 * @return what was added
	 */
	private static List<double[]> extend(List<double[]> basis, List<double[]> rows, double least) {
		List<double[]> left = new ArrayList<>(rows);
		List<double[]> added = new ArrayList<>();
		while (!left.isEmpty()) {
			left.replaceAll((row) -> without(basis, row));
			double[] farthest = left.get(0);
			for (double[] each : left) {
				farthest = (norm(each) > norm(farthest)) ? each : farthest;
			}
			if (!(norm(farthest) > least)) {
				break;
			}
			left.remove(farthest);
			// A short remainder is not yet orthogonal to the last bit.
			double[] row = unit(without(basis, unit(farthest)));
			basis.add(row);
			added.add(row);
		}
		return added;
	}

	private static double[] without(List<double[]> basis, double[] row) {
		double[] rest = row.clone();
		for (double[] each : basis) {
			double part = 0;
			for (int i = 0; i < rest.length; i++) {
				part += each[i] * rest[i];
			}
			for (int i = 0; i < rest.length; i++) {
				rest[i] -= part * each[i];
			}
		}
		return rest;
	}

	private static double[] times(double[] row, double[][] matrix) {
		double[] product = new double[row.length];
		for (int i = 0; i < row.length; i++) {
			for (int j = 0; j < row.length; j++) {
				product[j] += row[i] * matrix[i][j];
			}
		}
		return product;
	}

	private static double[] unit(double[] row) {
		double norm = norm(row);
		return (norm > 0) ? Arrays.stream(row).map((value) -> value / norm).toArray() : row;
	}

	/** The Euclidean norm, without overflow. */
	private static double norm(double[] row) {
		double norm = 0;
		for (double value : row) {
			norm = Math.hypot(norm, value);
		}
		return norm;
	}

	/**
	 * Return the rank of the matrix.
	 * @return how many independent combinations of the states can be told from what is
	 * measured
	 */
	public int rank() {
		return this.basis.size();
	}

	/**
	 * Whether what is measured determines every state.
	 * @return whether the rank is the number of states
	 */
	public boolean isObservable() {
		return rank() == this.states;
	}

	/**
	 * Return the combinations of states that what is measured never shows. States that
	 * differ by such a combination, and by any sum of them, yield the same measured
	 * values for ever.
	 * @param names the names of the states, in the order of the rows of {@code A}
	 * @return the combinations, each as the weights of the states that have a part in it,
	 * the largest of which is 1; empty if the model is observable
	 * @throws IllegalArgumentException if there are not as many names as states
	 */
	public List<Map<String, Double>> unobservable(List<String> names) {
		if (names.size() != this.states) {
			throw new IllegalArgumentException("There must be a name for each of %d states, but there are %d"
				.formatted(this.states, names.size()));
		}
		List<Map<String, Double>> named = new ArrayList<>();
		for (double[] direction : reduced(complement())) {
			Map<String, Double> weights = new LinkedHashMap<>();
			for (int i = 0; i < this.states; i++) {
				if (Math.abs(direction[i]) > TOLERANCE) {
					weights.put(names.get(i), direction[i]);
				}
			}
			named.add(weights);
		}
		return named;
	}

	private List<double[]> complement() {
		List<double[]> all = new ArrayList<>(this.basis);
		List<double[]> units = new ArrayList<>();
		for (int i = 0; i < this.states; i++) {
			double[] unit = new double[this.states];
			unit[i] = 1;
			units.add(unit);
		}
		return extend(all, units, TOLERANCE);
	}

	/**
	 * Combine rows so that each of them has a state of its own, by elimination with
	 * complete pivoting.
	 */
	private static List<double[]> reduced(List<double[]> rows) {
		for (int done = 0; done < rows.size(); done++) {
			int pivotRow = done;
			int pivot = 0;
			for (int i = done; i < rows.size(); i++) {
				for (int j = 0; j < rows.get(i).length; j++) {
					if (Math.abs(rows.get(i)[j]) > Math.abs(rows.get(pivotRow)[pivot])) {
						pivotRow = i;
						pivot = j;
					}
				}
			}
			double[] row = rows.set(pivotRow, rows.get(done));
			double largest = row[pivot];
			double[] scaled = Arrays.stream(row).map((value) -> value / largest).toArray();
			rows.set(done, scaled);
			for (int i = 0; i < rows.size(); i++) {
				if (i != done) {
					double part = rows.get(i)[pivot];
					for (int j = 0; j < scaled.length; j++) {
						rows.get(i)[j] -= part * scaled[j];
					}
				}
			}
		}
		for (double[] row : rows) {
			double largest = Arrays.stream(row).map(Math::abs).max().orElse(1);
			double sign = (Arrays.stream(row).max().orElse(1) == largest) ? 1 : -1;
			for (int j = 0; j < row.length; j++) {
				row[j] = sign * row[j] / largest;
			}
		}
		return rows;
	}

}
