package io.github.observability.dashboards;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.observability.dashboards.grafana.DataSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for dashboards.
 *
 * @param enabled Whether dashboards are rendered from the meters of the application.
 * @param applicationLabel Label of a series in Prometheus that names the application.
 * @param instanceLabel Label of a series in Prometheus that names the instance.
 * @param dataSources Data sources in Grafana, by what they hold: metrics, traces, logs
 * and profiles. Links to a data source whose value is empty are left out.
 * @param links Further links of each dashboard, by title.
 */
@ConfigurationProperties("observability.dashboards")
record DashboardsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("job") String applicationLabel,
		@DefaultValue("instance") String instanceLabel, @DefaultValue Map<String, String> dataSources,
		@DefaultValue Map<String, String> links) {

	static final String PREFIX = "observability.dashboards";

	private static final int MOST_LINKS = 10;

	DashboardsProperties {
		requireLabel("application-label", applicationLabel);
		requireLabel("instance-label", instanceLabel);
		if (instanceLabel.equals(applicationLabel)) {
			throw new IllegalArgumentException("'" + PREFIX + ".instance-label' must differ from '" + PREFIX
					+ ".application-label', but both are '" + instanceLabel + "'");
		}
		dataSources = withDefaults(dataSources);
		links = Map.copyOf(links);
		if (links.size() > MOST_LINKS) {
			throw new IllegalArgumentException(
					"'" + PREFIX + ".links' must have at most " + MOST_LINKS + " entries, but has " + links.size());
		}
		links.forEach((title, url) -> {
			if (!url.matches("(https?://|/)\\S+")) {
				throw new IllegalArgumentException("'" + PREFIX + ".links." + title
						+ "' must begin with http://, https:// or /, but was '" + url + "'");
			}
		});
	}

	/**
	 * Return the links, sorted by title.
	 * @return the links
	 */
	Map<String, String> sortedLinks() {
		return new TreeMap<>(this.links);
	}

	/**
	 * Return the name of a data source.
	 * @param dataSource what it holds
	 * @return its name or uid, empty if there is none
	 */
	String name(DataSource dataSource) {
		return this.dataSources.getOrDefault(dataSource.key(), "");
	}

	boolean has(DataSource dataSource) {
		return !name(dataSource).isEmpty();
	}

	/**
	 * Add the data sources that are not set.
	 * @param names the names that are set, by key
	 * @return all names
	 * @throws IllegalArgumentException if a key is unknown or there are no metrics
	 */
	private static Map<String, String> withDefaults(Map<String, String> names) {
		Map<String, String> all = new TreeMap<>();
		for (DataSource each : DataSource.values()) {
			all.put(each.key(), each.defaultName());
		}
		names.forEach((key, name) -> {
			if (!all.containsKey(key)) {
				throw new IllegalArgumentException("'" + PREFIX + ".data-sources." + key
						+ "' is not a data source: use one of "
						+ Arrays.stream(DataSource.values()).map(DataSource::key).collect(Collectors.joining(", ")));
			}
			if (!name.matches("[A-Za-z0-9 ._-]*")) {
				throw new IllegalArgumentException("'" + PREFIX + ".data-sources." + key
						+ "' must be the name or the uid of a data source in Grafana, but was '" + name + "'");
			}
			all.put(key, name);
		});
		if (all.getOrDefault(DataSource.METRICS.key(), "").isEmpty()) {
			throw new IllegalArgumentException(
					"'" + PREFIX + ".data-sources.metrics' must not be empty, as each panel reads it");
		}
		return Map.copyOf(all);
	}

	private static void requireLabel(String property, String label) {
		if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
			throw new IllegalArgumentException("'" + PREFIX + "." + property
					+ "' must be the name of a label such as 'job', but was '" + label + "'");
		}
	}

}
