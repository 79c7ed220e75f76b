package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.observability.dashboards.grafana.Dashboard;
import io.github.observability.dashboards.grafana.Link;
import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Section;
import io.github.observability.dashboards.grafana.Target;
import io.github.observability.dashboards.grafana.Threshold;
import io.github.observability.dashboards.grafana.Variable;
import org.jspecify.annotations.Nullable;

/**
 * The state of one service: whether it keeps its promises, what it serves, what it waits
 * for and what it runs out of.
 */
final class ServiceDashboard {

	static final String ID = "service";

	private static final int MOST_LINKED_RUNBOOKS = 5;

	private final Application application;

	private final PromQl promQl;

	private final @Nullable RequestSeries served;

	private final ObjectiveSeries objectives;

	ServiceDashboard(Application application) {
		this.application = application;
		this.promQl = application.promQl();
		this.served = RequestSeries.of(application, MeterRole.SERVER_REQUESTS);
		this.objectives = new ObjectiveSeries(application);
	}

	Dashboard render() {
		List<Section> sections = Sections.of("", glance(), "", objectives(), "Requests",
				new RequestPanels(this.application, this.objectives).panels(), "Dependencies",
				new DependencyPanels(this.application).panels(), "Resources",
				new ResourcePanels(this.application, this.objectives).panels(), "Logs and events",
				new EventPanels(this.application).panels());
		List<Link> links = new ArrayList<>(this.application.links());
		links.addAll(runbooks());
		return new Dashboard(ID, Dashboard.uid(this.application.name(), ID), this.application.name() + " / Service",
				"Does the service keep its promises, what is slow or fails, and which resource runs out. Read from "
						+ "the top: the first row says whether to act.",
				sections, variables(), this.application.annotations(), links);
	}

	private List<Variable> variables() {
		List<Variable> variables = new ArrayList<>(this.application.dataSources());
		String known = Sections.knownSeries(this.application);
		String application = this.application.properties().applicationLabel();
		variables.add(Variable.one("application", "Application", "label_values(" + known + ", " + application + ")",
				this.application.name()));
		variables.add(Variable.all("instance", "Instance", "label_values(" + known + "{" + application
				+ "=~\"$application\"}, " + this.application.properties().instanceLabel() + ")"));
		String route = (this.served != null) ? this.served.route() : null;
		if (this.served != null && route != null) {
			variables.add(Variable.all("route", "Route", "label_values(" + this.served.meter().count() + "{"
					+ application + "=~\"$application\"}, " + route + ")"));
		}
		return variables;
	}

	private List<Link> runbooks() {
		return this.application.objectives()
			.objectives()
			.stream()
			.filter((objective) -> objective.runbook() != null)
			.limit(MOST_LINKED_RUNBOOKS)
			.map((objective) -> new Link("Runbook: " + objective.name(), Objects.toString(objective.runbook())))
			.toList();
	}

	/** What somebody sees who was woken up. */
	private List<@Nullable Panel> glance() {
		List<@Nullable Panel> panels = new ArrayList<>();
		if (this.objectives.present()) {
			panels.add(Panel.stat("Error budget left")
				.describedAs(
						"The objective that has used most of its budget. Below 25 %, stop risky changes; at 0, the "
								+ "promise is broken: restore the service before anything else.")
				.in("percentunit")
				.color(Threshold.below(0.25, 0))
				.show(Target.series("min(" + this.objectives.budgetLeft() + ")", "worst objective"))
				.build());
			panels.add(Panel.stat("Burn rate, 1 h")
				.describedAs("How many times too fast the worst objective uses its budget. Above 14.4, a budget of 30 "
						+ "days is gone in two days: act now.")
				.in("none")
				.color(Threshold.above(1, 14.4))
				.show(Target.series("max(" + this.objectives.burnRate("1h") + ")", "worst objective"))
				.build());
		}
		if (this.served != null) {
			panels.add(Panel.stat("Requests")
				.describedAs(
						"Requests served per second. A sudden drop is as bad as a failure: look at the callers and "
								+ "at the load balancer.")
				.in("reqps")
				.show(Target.series(PromQl.sum(this.served.rate()), "served"))
				.build());
			String ratio = this.served.errorRatio();
			if (ratio != null) {
				panels.add(Panel.stat("Error ratio")
					.describedAs("Share of requests that failed. Go to 'Failures by route and exception'.")
					.in("percentunit")
					.color(Threshold.above(0.01, this.objectives.tolerated()))
					.link(this.application.evidence())
					.show(Target.series(ratio, "failed"))
					.build());
			}
			panels.add(Panel.stat(this.served.meter().histogram() ? "Latency, p99" : "Latency, mean")
				.describedAs(
						"Duration that 99 of 100 requests stay below. Go to 'Slowest routes', then to 'Resources'.")
				.in("s")
				.color(this.objectives.latencyThresholds())
				.show(Target.series(this.served.duration("0.99", PromQl.RECENT), "p99"))
				.build());
		}
		RecordedMeter saturation = this.application.find(MeterRole.SATURATION);
		if (saturation != null) {
			panels.add(Panel.stat("Fullest resource")
				.describedAs("Utilization of the fullest resource. Near 1, requests queue: see 'Saturation' for which "
						+ "one, then add capacity or reduce the load.")
				.in("percentunit")
				.color(this.objectives.saturationThresholds())
				.show(Target.series(PromQl.max(this.promQl.select(saturation.metric())), "fullest"))
				.build());
		}
		return Sections.evenly(panels);
	}

	private List<@Nullable Panel> objectives() {
		List<@Nullable Panel> panels = new ArrayList<>();
		if (this.objectives.present()) {
			panels.add(Panel.bars("Error budget left by objective")
				.describedAs("Share of the error budget that is left of the period, as the generated rules record it; "
						+ "of the time shown if Prometheus has no such recording.")
				.in("percentunit")
				.color(Threshold.below(0.25, 0))
				.show(Target.now(this.objectives.budgetLeft(), "{{slo}}"))
				.build());
			panels.add(Panel.timeSeries("Burn rate by objective, 1 h")
				.describedAs("At 1, the budget lasts exactly the period. Pages come at 14.4 over an hour and at 6 over "
						+ "six hours.")
				.in("none")
				.wide(16)
				.color(Threshold.above(1, 14.4))
				.show(Target.series(this.objectives.burnRate("1h"), "{{slo}}"))
				.build());
			RecordedMeter causes = this.application.find(MeterRole.BAD_EVENT_CAUSES);
			if (causes != null) {
				panels.add(Panel.timeSeries("Causes of bad events")
					.describedAs("Bad events by the dependency that their traces show as the cause; 'self' is this "
							+ "service. Call the team of the dependency that has most of them.")
					.wide(24)
					.stacked()
					.link(this.application.evidence())
					.show(Target.series(
							PromQl.sum(this.promQl.increase(causes.metric(), PromQl.RECENT), "slo", "cause"),
							"{{slo}}: {{cause}}"))
					.build());
			}
		}
		return panels;
	}

}
