package io.github.observability.dashboards;

import java.util.Map;
import java.util.TreeMap;

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
		dataSources = DataSource.withDefaults(dataSources);
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

	private static void requireLabel(String property, String label) {
		if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
			throw new IllegalArgumentException("'" + PREFIX + "." + property
					+ "' must be the name of a label such as 'job', but was '" + label + "'");
		}
	}

}
