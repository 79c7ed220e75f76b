package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.dashboards.grafana.ClassicDashboard;
import io.github.observability.dashboards.grafana.Dashboard;
import io.github.observability.dashboards.grafana.ResourceDashboard;

/**
 * Renders the dashboards of an application from its meters.
 */
final class MeterDashboards {

	/** Ends the name of a dashboard in the form of a resource. */
	static final String RESOURCE = "-v2";

	private MeterDashboards() {
	}

	static List<Dashboard> dashboards(Application application) {
		List<Dashboard> dashboards = new ArrayList<>();
		dashboards.add(new ServiceDashboard(application).render());
		Dashboard business = new BusinessDashboard(application).render();
		if (business != null) {
			dashboards.add(business);
		}
		dashboards.add(new FleetDashboard(application).render());
		return dashboards;
	}

	/**
	 * Render all dashboards in both forms.
	 * @param application the application
	 * @return JSON by name
	 */
	static Map<String, String> render(Application application) {
		Map<String, String> rendered = new TreeMap<>();
		dashboards(application).forEach((dashboard) -> {
			rendered.put(dashboard.id(), ClassicDashboard.render(dashboard));
			rendered.put(dashboard.id() + RESOURCE, ResourceDashboard.render(dashboard));
		});
		return rendered;
	}

}
