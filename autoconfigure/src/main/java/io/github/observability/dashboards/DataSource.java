package io.github.observability.dashboards;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a data source in Grafana holds, with the plugin that reads it. A dashboard has a
 * variable for each, so that it works with any instance of the plugin.
 */
enum DataSource {

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

	String key() {
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
	 * Add the data sources that are not set.
	 * @param names the names that are set, by key
	 * @return all names
	 * @throws IllegalArgumentException if a key is unknown or there are no metrics
	 */
	static Map<String, String> withDefaults(Map<String, String> names) {
		Map<String, String> all = new TreeMap<>();
		for (DataSource each : values()) {
			all.put(each.key(), each.defaultName);
		}
		names.forEach((key, name) -> {
			if (!all.containsKey(key)) {
				throw new IllegalArgumentException("'" + DashboardsProperties.PREFIX + ".data-sources." + key
						+ "' is not a data source: use one of "
						+ Arrays.stream(values()).map(DataSource::key).collect(Collectors.joining(", ")));
			}
			if (!name.matches("[A-Za-z0-9 ._-]*")) {
				throw new IllegalArgumentException("'" + DashboardsProperties.PREFIX + ".data-sources." + key
						+ "' must be the name or the uid of a data source in Grafana, but was '" + name + "'");
			}
			all.put(key, name);
		});
		if (all.getOrDefault(METRICS.key(), "").isEmpty()) {
			throw new IllegalArgumentException("'" + DashboardsProperties.PREFIX
					+ ".data-sources.metrics' must not be empty, as each panel reads it");
		}
		return Map.copyOf(all);
	}

}
