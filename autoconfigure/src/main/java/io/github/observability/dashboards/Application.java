package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.observability.RecordedNames;
import io.github.observability.dashboards.grafana.Annotation;
import io.github.observability.dashboards.grafana.DataSource;
import io.github.observability.dashboards.grafana.Link;
import io.github.observability.dashboards.grafana.Variable;
import io.github.observability.slo.DeclaredObjectives;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * What the dashboards of an application are made of.
 *
 * @param inventory its meters
 * @param objectives what it promises
 * @param properties the settings for dashboards
 * @param servedRequests the name of the meter of served requests, which the application
 * may choose
 */
record Application(MeterInventory inventory, DeclaredObjectives objectives, DashboardsProperties properties,
		String servedRequests) {

	/** A restart is marked by itself, and makes the application available. */
	private static final String MARKED_ALREADY = "type!~\"start|deploy|availability\"";

	static Application of(MeterInventory inventory, DashboardsProperties properties, Environment environment,
			RecordedNames names) {
		return new Application(inventory, DeclaredObjectives.of(environment), properties, names.server().requests());
	}

	String name() {
		return this.objectives.service();
	}

	PromQl promQl() {
		return new PromQl(this.properties.applicationLabel(), this.properties.instanceLabel());
	}

	@Nullable RecordedMeter find(MeterRole role) {
		List<String> names = new ArrayList<>(role.names());
		if (role == MeterRole.SERVER_REQUESTS) {
			names.add(0, this.servedRequests);
		}
		return this.inventory.find(names);
	}

	/** Variables that choose the data sources. */
	List<Variable> dataSources() {
		List<Variable> variables = new ArrayList<>();
		for (DataSource each : DataSource.values()) {
			if (this.properties.has(each)) {
				variables.add(Variable.choosing(each, this.properties.name(each)));
			}
		}
		return variables;
	}

	/** Links of each dashboard: where else to look. */
	List<Link> links() {
		List<Link> links = new ArrayList<>();
		if (this.properties.has(DataSource.TRACES)) {
			links.add(Link.traces());
		}
		if (this.properties.has(DataSource.LOGS)) {
			links.add(Link.logs());
		}
		if (this.properties.has(DataSource.PROFILES)) {
			links.add(Link.profiles());
		}
		for (Map.Entry<String, String> link : this.properties.sortedLinks().entrySet()) {
			links.add(new Link(link.getKey(), link.getValue()));
		}
		return links;
	}

	/** Links from a series that shows a failure or a delay. */
	Link[] evidence() {
		List<Link> links = new ArrayList<>();
		if (this.properties.has(DataSource.TRACES)) {
			links.add(Link.failedTraces());
		}
		if (this.properties.has(DataSource.LOGS)) {
			links.add(Link.logs());
		}
		return links.toArray(Link[]::new);
	}

	/**
	 * Marks where instances and versions started, where incidents began, and what else
	 * changed.
	 */
	List<Annotation> annotations() {
		List<Annotation> annotations = new ArrayList<>();
		RecordedMeter start = find(MeterRole.START_TIME);
		if (start != null) {
			String started = promQl().select(start.metric());
			annotations.add(new Annotation("Restarts", started + " * 1000",
					"{{" + this.properties.instanceLabel() + "}} started", "orange"));
			RecordedMeter version = find(MeterRole.APPLICATION);
			if (version != null) {
				String application = PromQl.label(this.properties.applicationLabel());
				String instance = PromQl.label(this.properties.instanceLabel());
				annotations.add(new Annotation("Deploys",
						PromQl.aggregated("min",
								started + " * on (" + application + ", " + instance + ") group_left (version) "
										+ promQl().select(version.metric()),
								this.properties.applicationLabel(), "version") + " * 1000",
						"Version {{version}}", "purple"));
			}
		}
		RecordedMeter incident = find(MeterRole.INCIDENT_BEGIN);
		if (incident != null) {
			annotations.add(new Annotation("Incidents",
					PromQl.max(promQl().select(incident.metric()) + " > 0", this.properties.applicationLabel(),
							this.properties.instanceLabel()) + " * 1000",
					"Incident of {{" + this.properties.instanceLabel() + "}}", "red"));
		}
		RecordedMeter change = find(MeterRole.CHANGE_TIME);
		if (change != null) {
			annotations
				.add(new Annotation("Changes", PromQl.max(promQl().select(change.metric(), MARKED_ALREADY) + " > 0",
						this.properties.applicationLabel(), "type") + " * 1000", "{{type}}", "blue"));
		}
		return annotations;
	}

}
