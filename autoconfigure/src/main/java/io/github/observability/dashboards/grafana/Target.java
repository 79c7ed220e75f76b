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

	/** A series over time. */
	public static Target series(String expression, String legend) {
		return new Target(expression, legend, Format.SERIES, false);
	}

	/** The value at the end of what is shown. */
	public static Target now(String expression, String legend) {
		return new Target(expression, legend, Format.NOW, false);
	}

	/** The rows of a column of a table. */
	public static Target column(String expression, String title) {
		return new Target(expression, title, Format.TABLE, false);
	}

	/** Buckets over time. */
	public static Target buckets(String expression) {
		return new Target(expression, "{{le}}", Format.HEATMAP, true);
	}

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
