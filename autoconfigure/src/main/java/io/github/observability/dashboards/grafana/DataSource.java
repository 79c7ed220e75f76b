package io.github.observability.dashboards.grafana;

import java.util.Locale;

/**
 * What a data source in Grafana holds, with the plugin that reads it. A dashboard has a
 * variable for each, so that it works with any instance of the plugin.
 */
public enum DataSource {

	/** Series. */
	METRICS("prometheus", "prometheus", "Metrics"),

	/** Traces. */
	TRACES("tempo", "tempo", "Traces"),

	/** Log lines. */
	LOGS("loki", "loki", "Logs"),

	/** Profiles, which need a back end that few have. */
	PROFILES("grafana-pyroscope-datasource", "", "Profiles");

	private final String plugin;

	private final String defaultName;

	private final String label;

	DataSource(String plugin, String defaultName, String label) {
		this.plugin = plugin;
		this.defaultName = defaultName;
		this.label = label;
	}

	/**
	 * Return the name of its variable, which settings use too.
	 * @return the name
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	String plugin() {
		return this.plugin;
	}

	String label() {
		return this.label;
	}

	/** Grafana's reference to a variable. */
	String variable() {
		return "${" + key() + "}";
	}

	/**
	 * Return the name of the instance that is chosen at first.
	 * @return the name, empty for any
	 */
	public String defaultName() {
		return this.defaultName;
	}

}
