package io.github.observability.dashboards.grafana;

/**
 * A query of a panel.
 *
 * @param expression the expression
 * @param legend the name of its series, with labels in double braces
 * @param format how the result is read
 * @param exemplars whether exemplars are shown
 */
public record Target(String expression, String legend, Format format, boolean exemplars) {

	/**
	 * Return a query of series over time.
	 * @param expression the expression
	 * @param legend the name of a series, with labels in double braces
	 * @return the query
	 */
	public static Target series(String expression, String legend) {
		return new Target(expression, legend, Format.SERIES, false);
	}

	/**
	 * Return a query of the value at the end of what is shown.
	 * @param expression the expression
	 * @param legend the name of a series, with labels in double braces
	 * @return the query
	 */
	public static Target now(String expression, String legend) {
		return new Target(expression, legend, Format.NOW, false);
	}

	/**
	 * Return a query of the values of a column.
	 * @param expression the expression
	 * @param title the title of the column
	 * @return the query
	 */
	public static Target column(String expression, String title) {
		return new Target(expression, title, Format.TABLE, false);
	}

	/**
	 * Return a query of the buckets of a histogram over time.
	 * @param expression the expression
	 * @return the query
	 */
	public static Target buckets(String expression) {
		return new Target(expression, "{{le}}", Format.HEATMAP, true);
	}

	/**
	 * Return the same query with exemplars.
	 * @return the query
	 */
	public Target withExemplars() {
		return new Target(this.expression, this.legend, this.format, true);
	}

	boolean instant() {
		return this.format == Format.NOW || this.format == Format.TABLE;
	}

	/**
	 * How a result is read.
	 */
	enum Format {

		/** Series over time. */
		SERIES("time_series"),

		/** Series at one time. */
		NOW("time_series"),

		/** Rows at one time. */
		TABLE("table"),

		/** Buckets over time. */
		HEATMAP("heatmap");

		private final String key;

		Format(String key) {
			this.key = key;
		}

		String key() {
			return this.key;
		}

	}

}
