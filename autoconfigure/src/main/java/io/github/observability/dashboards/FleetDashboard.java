package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.dashboards.grafana.Dashboard;
import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Section;
import io.github.observability.dashboards.grafana.Target;
import io.github.observability.dashboards.grafana.Threshold;
import io.github.observability.dashboards.grafana.Variable;
import org.jspecify.annotations.Nullable;

/**
 * All services that record as this one does, and all their instances, the worst first.
 */
final class FleetDashboard {

	static final String ID = "fleet";

	private static final int MOST_LINES = 10;

	private final Application application;

	private final PromQl promQl;

	private final String service;

	private final String instance;

	private final @Nullable RequestSeries served;

	FleetDashboard(Application application) {
		this.application = application;
		this.promQl = application.promQl();
		this.service = application.properties().applicationLabel();
		this.instance = application.properties().instanceLabel();
		this.served = RequestSeries.of(application, MeterRole.SERVER_REQUESTS);
	}

	Dashboard render() {
		List<Section> sections = Sections.of("", glance(), "Services, worst first", services(),
				"Instances, worst first", instances(), "Scrapes", scrapes());
		String known = Sections.knownSeries(this.application);
		List<Variable> variables = new ArrayList<>(this.application.dataSources());
		variables.add(Variable.all("application", "Application", "label_values(" + known + ", " + this.service + ")"));
		variables.add(Variable.all("instance", "Instance",
				"label_values(" + known + "{" + this.service + "=~\"$application\"}, " + this.instance + ")"));
		// One for all services: any of them may render it.
		return new Dashboard(ID, "observability-" + ID, "Fleet",
				"All services and instances that record as this one does, the worst first. Choose a service to go to "
						+ "its dashboard.",
				sections, variables, this.application.annotations(), this.application.links());
	}

	private List<@Nullable Panel> glance() {
		List<@Nullable Panel> panels = new ArrayList<>();
		String up = up();
		panels.add(Panel.stat("Instances up")
			.describedAs("Instances that Prometheus can scrape.")
			.show(Target.series(PromQl.sum(up), "up"))
			.build());
		panels.add(Panel.stat("Instances down")
			.describedAs("Instances that are expected and cannot be scraped: they are down, overloaded or cut off.")
			.color(Threshold.above(1))
			.show(Target.series("count(" + up + " == 0) or vector(0)", "down"))
			.build());
		if (this.served != null) {
			panels.add(Panel.stat("Requests")
				.describedAs("Requests per second over all services.")
				.in("reqps")
				.show(Target.series(PromQl.sum(this.served.rate()), "served"))
				.build());
			String ratio = this.served.errorRatio(this.service);
			if (ratio != null) {
				panels.add(Panel.stat("Worst error ratio")
					.describedAs("Share of failed requests of the worst service.")
					.in("percentunit")
					.color(Threshold.above(0.01, 0.05))
					.show(Target.series("max(" + ratio + ")", "worst service"))
					.build());
			}
		}
		RecordedMeter saturation = this.application.find(MeterRole.SATURATION);
		if (saturation != null) {
			panels.add(Panel.stat("Fullest resource")
				.describedAs("Utilization of the fullest resource of any instance.")
				.in("percentunit")
				.color(Threshold.above(0.8, this.application.objectives().saturationThreshold()))
				.show(Target.series(PromQl.max(this.promQl.select(saturation.metric())), "fullest"))
				.build());
		}
		RecordedMeter start = this.application.find(MeterRole.START_TIME);
		if (start != null) {
			panels.add(Panel.stat("Restarts")
				.describedAs("Starts of instances within the time shown, deploys included.")
				.color(Threshold.above(10, 100))
				.show(Target.now(
						PromQl.sum("changes(" + this.promQl.select(start.metric()) + "[" + PromQl.SHOWN + "])"),
						"starts"))
				.build());
		}
		return Sections.evenly(panels);
	}

	private List<@Nullable Panel> services() {
		List<@Nullable Panel> panels = new ArrayList<>();
		Panel.Builder table = Panel.table("Services")
			.describedAs("One row per service, the one that fails most first. No requests and no errors is a service "
					+ "that nobody calls.");
		if (this.served != null) {
			String ratio = this.served.errorRatio(this.service);
			if (ratio != null) {
				table.show(Target.column("sort_desc(" + ratio + ")", "Error ratio"));
			}
			table.show(Target.column(PromQl.sum(this.served.rate(), this.service), "Requests per second"),
					Target.column(this.served.duration("0.99", PromQl.RECENT, this.service),
							this.served.meter().histogram() ? "Latency p99 (s)" : "Latency mean (s)"));
		}
		RecordedMeter saturation = this.application.find(MeterRole.SATURATION);
		if (saturation != null) {
			table.show(Target.column(PromQl.max(this.promQl.select(saturation.metric()), this.service),
					"Fullest resource"));
		}
		table.show(Target.column(PromQl.sum(up(), this.service), "Instances up"));
		panels.add(table.build());
		if (this.served != null) {
			panels.add(Panel.timeSeries("Requests by service")
				.describedAs("Requests per second of the busiest services.")
				.in("reqps")
				.show(Target.series(PromQl.top(MOST_LINES, PromQl.sum(this.served.rate(), this.service)),
						"{{" + this.service + "}}"))
				.build());
			String ratio = this.served.errorRatio(this.service);
			if (ratio != null) {
				panels.add(Panel.timeSeries("Error ratio by service")
					.describedAs("The service whose line rises first is usually the cause; its callers follow.")
					.in("percentunit")
					.color(Threshold.above(0.01, 0.05))
					.show(Target.series(PromQl.top(MOST_LINES, ratio), "{{" + this.service + "}}"))
					.build());
			}
			panels.add(Panel.timeSeries("Latency by service")
				.describedAs("99th percentile (mean without buckets) of the slowest services.")
				.in("s")
				.show(Target.series(PromQl.top(MOST_LINES, this.served.duration("0.99", PromQl.RECENT, this.service)),
						"{{" + this.service + "}}"))
				.build());
		}
		return panels;
	}

	private List<@Nullable Panel> instances() {
		List<@Nullable Panel> panels = new ArrayList<>();
		Panel.Builder table = Panel.table("Instances")
			.describedAs("One row per instance, the fullest first. One that differs from the others of its service has "
					+ "a problem of its own: take it out of service.");
		String[] both = { this.service, this.instance };
		RecordedMeter saturation = this.application.find(MeterRole.SATURATION);
		if (saturation != null) {
			table.show(Target.column("sort_desc(" + PromQl.max(this.promQl.select(saturation.metric()), both) + ")",
					"Fullest resource"));
		}
		if (this.served != null) {
			table.show(Target.column(PromQl.sum(this.served.rate(), both), "Requests per second"));
			String ratio = this.served.errorRatio(both);
			if (ratio != null) {
				table.show(Target.column(ratio, "Error ratio"));
			}
		}
		RecordedMeter uptime = this.application.find(MeterRole.UPTIME);
		if (uptime != null) {
			table.show(Target.column(PromQl.max(this.promQl.select(uptime.metric()), both), "Uptime (s)"));
		}
		table.show(Target.column(PromQl.max(up(), both), "Up"));
		panels.add(table.build());
		if (saturation != null) {
			panels.add(Panel.timeSeries("Fullest resource by instance")
				.describedAs("Utilization of the fullest resource of each instance.")
				.in("percentunit")
				.color(Threshold.above(0.8, this.application.objectives().saturationThreshold()))
				.show(Target.series(PromQl.top(MOST_LINES, PromQl.max(this.promQl.select(saturation.metric()), both)),
						legend()))
				.build());
		}
		RecordedMeter cpu = this.application.find(MeterRole.PROCESS_CPU);
		if (cpu != null) {
			panels.add(Panel.timeSeries("CPU by instance")
				.describedAs("Share of the processors that each instance uses. One that uses far more than the others "
						+ "gets more requests or runs in a loop.")
				.in("percentunit")
				.show(Target.series(PromQl.top(MOST_LINES, PromQl.max(this.promQl.select(cpu.metric()), both)),
						legend()))
				.build());
		}
		RecordedMeter version = this.application.find(MeterRole.APPLICATION);
		if (version != null) {
			panels.add(Panel.timeSeries("Instances by version")
				.describedAs(
						"Two versions of a service at a time are a deploy that is going on, or one that got stuck.")
				.stacked()
				.show(Target.series(
						PromQl.aggregated("count", this.promQl.select(version.metric()), this.service, "version"),
						"{{" + this.service + "}} {{version}}"))
				.build());
		}
		return panels;
	}

	/** What Prometheus itself knows of its scrapes: the cost of the fleet. */
	private List<@Nullable Panel> scrapes() {
		List<@Nullable Panel> panels = new ArrayList<>();
		panels.add(Panel.timeSeries("Series by service")
			.describedAs("Series that the instances of a service expose: what storage charges for. A line that only "
					+ "rises has a tag without bound.")
			.show(Target.series(
					PromQl.top(MOST_LINES,
							PromQl.sum(this.promQl.select("scrape_samples_post_metric_relabeling"), this.service)),
					"{{" + this.service + "}}"))
			.build());
		panels.add(
				Panel.timeSeries("Duration of scrapes")
					.describedAs("The slowest scrapes. One that comes near the timeout leaves gaps in every panel.")
					.in("s")
					.show(Target.series(PromQl.top(MOST_LINES,
							PromQl.max(this.promQl.select("scrape_duration_seconds"), this.service, this.instance)),
							legend()))
					.build());
		return panels;
	}

	private String legend() {
		return "{{" + this.service + "}} {{" + this.instance + "}}";
	}

	private String up() {
		return this.promQl.select("up");
	}

}
