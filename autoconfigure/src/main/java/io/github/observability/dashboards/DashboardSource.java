package io.github.observability.dashboards;

import java.util.Map;

/**
 * The dashboards that the {@code dashboards} endpoint serves. A bean of this type
 * replaces those that are rendered from the meters of the application.
 */
@FunctionalInterface
public interface DashboardSource {

	/**
	 * Return the dashboards of the meters that are there now.
	 * @return JSON for Grafana, by the name under which it is served
	 */
	Map<String, String> dashboards();

}
