package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Target;
import io.github.observability.dashboards.grafana.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * Requests that a service answers: how many, how many of them fail, and how long they
 * take.
 */
final class RequestPanels {

	private final Application application;

	private final PromQl promQl;

	private final ObjectiveSeries objectives;

	private final @Nullable RequestSeries served;

	RequestPanels(Application application, ObjectiveSeries objectives) {
		this.application = application;
		this.promQl = application.promQl();
		this.objectives = objectives;
		this.served = RequestSeries.of(application, MeterRole.SERVER_REQUESTS);
	}

	List<@Nullable Panel> panels() {
		List<@Nullable Panel> panels = new ArrayList<>();
		if (this.served == null) {
			panels.add(EventPanels.scheduledTasks(this.application));
			return panels;
		}
		RequestSeries requests = this.served;
		String route = requests.route();
		String[] chosen = (route != null) ? new String[] { PromQl.label(route) + "=~\"$route\"" } : new String[0];
		String result = requests.result();
		panels.add(Panel.timeSeries("Rate")
			.describedAs("Requests served per second, by result. Compare with yesterday before you blame a deploy.")
			.in("reqps")
			.stacked()
			.show((result != null) ? Target.series(PromQl.sum(requests.rate(chosen), result), "{{" + result + "}}")
					: Target.series(PromQl.sum(requests.rate(chosen)), "served"))
			.build());
		panels.add(failures(this.application, requests, true, chosen));
		Panel.Builder latency = Panel.timeSeries("Latency")
			.describedAs("Durations of served requests; points are exemplars, which lead to a trace. Dashed line: the "
					+ "threshold of the strictest latency objective.")
			.in("s")
			.color(this.objectives.latencyThresholds())
			.link(this.application.evidence());
		if (requests.meter().histogram()) {
			for (String percentile : List.of("50", "95", "99")) {
				Target target = Target.series(requests.duration("0." + percentile, PromQl.RECENT), "p" + percentile);
				latency.show(percentile.equals("99") ? target.withExemplars() : target);
			}
		}
		else {
			latency.show(Target.series(requests.duration("0.5", PromQl.RECENT), "mean"));
		}
		panels.add(latency.build());
		if (requests.meter().histogram()) {
			panels.add(Panel.heatmap("Latency distribution")
				.describedAs("Where requests lie between the bounds of the histogram. Two bands are two kinds of "
						+ "requests: choose a route above.")
				.in("s")
				.wide(12)
				.show(Target
					.buckets(PromQl.sum(this.promQl.increase(requests.meter().bucket(), PromQl.RECENT, chosen), "le")))
				.build());
		}
		if (route != null) {
			panels.add(Panel.bars("Slowest routes")
				.describedAs("The ten slowest routes over the time shown, by their 95th percentile (mean without "
						+ "buckets). Start with the one that is called most.")
				.in("s")
				.wide(12)
				.color(this.objectives.latencyThresholds())
				.show(Target.now("sort_desc(" + PromQl.top(10, requests.duration("0.95", PromQl.SHOWN, route)) + ")",
						"{{" + route + "}}"))
				.build());
		}
		return panels;
	}

	static @Nullable Panel failures(Application application, RequestSeries requests, boolean server, String... chosen) {
		String failed = requests.failed();
		if (failed == null) {
			return null;
		}
		Set<String> labels = new LinkedHashSet<>();
		for (String label : new @Nullable String[] { requests.route(), requests.client(), requests.error() }) {
			if (label != null) {
				labels.add(label);
			}
		}
		String[] matchers = Arrays.copyOf(chosen, chosen.length + 1);
		matchers[chosen.length] = failed;
		return Panel.timeSeries(server ? "Failures by route and exception" : "Failed calls")
			.describedAs(server
					? "Failed requests per second. Open the failed traces; the log lines of the same trace name the cause."
					: "Calls per second that failed or had no response. If this rises before the failures above, the "
							+ "cause is behind this client.")
			.in("reqps")
			.color(Threshold.above(0.000001))
			.link(application.evidence())
			.emptyUnlessFault("No failures")
			.show(Target.series(PromQl.sum(requests.rate(matchers), labels.toArray(String[]::new)),
					labels.stream().map((label) -> "{{" + label + "}}").collect(Collectors.joining(" "))))
			.build();
	}

}
