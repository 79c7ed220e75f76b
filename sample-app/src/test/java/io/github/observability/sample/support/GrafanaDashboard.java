package io.github.observability.sample.support;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard as Grafana reads it, with its variables replaced as Grafana does.
 *
 * @param json the dashboard in its classic form
 */
public record GrafanaDashboard(JsonNode json) {

	private static final Pattern SELECTED = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{");

	public static GrafanaDashboard of(String text) {
		return new GrafanaDashboard(new JsonMapper().readTree(text));
	}

	public String title() {
		return this.json.path("title").asString();
	}

	/** Everything that Grafana counts as a panel, rows included. */
	public int size() {
		return this.json.path("panels").size();
	}

	public List<JsonNode> rowsAndPanels() {
		return this.json.path("panels").valueStream().toList();
	}

	/**
	 * Return the panels that show something.
	 * @return the panels, without rows
	 */
	public List<JsonNode> panels() {
		return rowsAndPanels().stream().filter((panel) -> !panel.path("type").asString().equals("row")).toList();
	}

	/**
	 * Return the queries of all panels, in order.
	 * @param application the regular expression of the chosen applications
	 * @return the queries
	 */
	public List<Query> queries(String application) {
		List<Query> queries = new ArrayList<>();
		for (JsonNode panel : panels()) {
			for (JsonNode target : panel.path("targets")) {
				queries.add(new Query(panel.path("title").asString() + " " + target.path("refId").asString(),
						substituted(target.path("expr").asString(), application),
						panel.at("/fieldConfig/defaults").has("noValue")));
			}
		}
		return queries;
	}

	public static String substituted(String expression, String application) {
		return expression.replace("$application", application)
			.replace("$instance", ".*")
			.replace("$route", ".*")
			.replace("$__rate_interval", "10s")
			.replace("$__range", "1m");
	}

	/**
	 * A query of a panel.
	 *
	 * @param name the title of its panel and its own name
	 * @param expression the expression
	 * @param needsFault whether it may be empty while nothing is wrong
	 */
	public record Query(String name, String expression, boolean needsFault) {

		/**
		 * Return the names of the series that it reads.
		 * @return the names
		 */
		public Set<String> metrics() {
			Set<String> metrics = new LinkedHashSet<>();
			SELECTED.matcher(this.expression).results().forEach((match) -> metrics.add(match.group(1)));
			return metrics;
		}

	}

}
