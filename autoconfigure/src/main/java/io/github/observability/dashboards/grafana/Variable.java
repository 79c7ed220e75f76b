package io.github.observability.dashboards.grafana;

import org.jspecify.annotations.Nullable;

/**
 * A variable of a dashboard.
 *
 * @param name the name that expressions use
 * @param label what people read
 * @param query the query for its values, {@code null} for a data source
 * @param dataSource the data source that it chooses, {@code null} for a query
 * @param value the value that is chosen at first
 * @param several whether several values can be chosen, and all of them
 */
public record Variable(String name, String label, @Nullable String query, @Nullable DataSource dataSource, String value,
		boolean several) {

	/**
	 * Return a variable that chooses a data source.
	 * @param dataSource what the data source holds
	 * @param value the name of the one that is chosen at first
	 * @return the variable
	 */
	public static Variable choosing(DataSource dataSource, String value) {
		return new Variable(dataSource.key(), dataSource.label(), null, dataSource, value, false);
	}

	/**
	 * Return a variable with one value at a time.
	 * @param name the name that expressions use
	 * @param label what people read
	 * @param query the query for its values
	 * @param value the value that is chosen at first
	 * @return the variable
	 */
	public static Variable one(String name, String label, String query, String value) {
		return new Variable(name, label, query, null, value, false);
	}

	/**
	 * Return a variable that has all its values at first.
	 * @param name the name that expressions use
	 * @param label what people read
	 * @param query the query for its values
	 * @return the variable
	 */
	public static Variable all(String name, String label, String query) {
		return new Variable(name, label, query, null, "$__all", true);
	}

}
