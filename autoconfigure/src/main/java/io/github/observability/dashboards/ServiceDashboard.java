package io.github.observability.dashboards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.JvmNames;
import io.github.observability.slo.DeclaredObjectives;
import org.jspecify.annotations.Nullable;

/**
 * The state of one service: whether it keeps its promises, what it serves, what it waits
 * for and what it runs out of.
 */
final class ServiceDashboard {

	static final String ID = "service";

	private static final int MOST_LINKED_RUNBOOKS = 5;

	private static final String[] AREAS = MeterRole.each((convention) -> JvmNames.of(convention).memoryArea());

	private static final String GOOD_AND_BAD = "good|bad";

	private final Application application;

	private final PromQl promQl;

	private final @Nullable RequestSeries served;

	private final @Nullable RequestSeries sent;

	private final @Nullable RecordedMeter events;

	ServiceDashboard(Application application) {
		this.application = application;
		this.promQl = application.promQl();
		this.served = RequestSeries.of(application, MeterRole.SERVER_REQUESTS);
		this.sent = RequestSeries.of(application, MeterRole.CLIENT_REQUESTS);
		this.events = application.objectives().objectives().isEmpty() ? null : application.find(MeterRole.SLO_EVENTS);
	}

	Dashboard render() {
		List<Section> sections = Sections.of("", glance(), "", objectives(), "Requests", requests(), "Dependencies",
				dependencies(), "Resources", resources(), "Logs and events", events());
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
		if (this.events != null) {
			panels.add(Panel.stat("Error budget left")
				.describedAs(
						"The objective that has used most of its budget. Below 25 %, stop risky changes; at 0, the "
								+ "promise is broken: restore the service before anything else.")
				.in("percentunit")
				.color(Threshold.below(0.25, 0))
				.show(Target.series("min(" + budgetLeft() + ")", "worst objective"))
				.build());
			panels.add(Panel.stat("Burn rate, 1 h")
				.describedAs("How many times too fast the worst objective uses its budget. Above 14.4, a budget of 30 "
						+ "days is gone in two days: act now.")
				.in("none")
				.color(Threshold.above(1, 14.4))
				.show(Target.series("max(" + burnRate("1h") + ")", "worst objective"))
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
					.color(Threshold.above(0.01, tolerated()))
					.link(this.application.evidence())
					.show(Target.series(ratio, "failed"))
					.build());
			}
			panels.add(Panel.stat(this.served.meter().histogram() ? "Latency, p99" : "Latency, mean")
				.describedAs(
						"Duration that 99 of 100 requests stay below. Go to 'Slowest routes', then to 'Resources'.")
				.in("s")
				.color(latencyThresholds())
				.show(Target.series(this.served.duration("0.99", PromQl.RECENT), "p99"))
				.build());
		}
		RecordedMeter saturation = this.application.find(MeterRole.SATURATION);
		if (saturation != null) {
			panels.add(Panel.stat("Fullest resource")
				.describedAs("Utilization of the fullest resource. Near 1, requests queue: see 'Saturation' for which "
						+ "one, then add capacity or reduce the load.")
				.in("percentunit")
				.color(saturationThresholds())
				.show(Target.series(PromQl.max(this.promQl.select(saturation.metric())), "fullest"))
				.build());
		}
		return Sections.evenly(panels);
	}

	private List<@Nullable Panel> objectives() {
		List<@Nullable Panel> panels = new ArrayList<>();
		if (this.events != null) {
			panels.add(Panel.bars("Error budget left by objective")
				.describedAs("Share of the error budget that is left of the period, as the generated rules record it; "
						+ "of the time shown if Prometheus has no such recording.")
				.in("percentunit")
				.color(Threshold.below(0.25, 0))
				.show(Target.now(budgetLeft(), "{{slo}}"))
				.build());
			panels.add(Panel.timeSeries("Burn rate by objective, 1 h")
				.describedAs("At 1, the budget lasts exactly the period. Pages come at 14.4 over an hour and at 6 over "
						+ "six hours.")
				.in("none")
				.wide(16)
				.color(Threshold.above(1, 14.4))
				.show(Target.series(burnRate("1h"), "{{slo}}"))
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

	private List<@Nullable Panel> requests() {
		List<@Nullable Panel> panels = new ArrayList<>();
		if (this.served == null) {
			panels.add(background());
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
		panels.add(failures(requests, chosen));
		Panel.Builder latency = Panel.timeSeries("Latency")
			.describedAs("Durations of served requests; points are exemplars, which lead to a trace. Dashed line: the "
					+ "threshold of the strictest latency objective.")
			.in("s")
			.color(latencyThresholds())
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
				.color(latencyThresholds())
				.show(Target.now("sort_desc(" + PromQl.top(10, requests.duration("0.95", PromQl.SHOWN, route)) + ")",
						"{{" + route + "}}"))
				.build());
		}
		return panels;
	}

	private @Nullable Panel failures(RequestSeries requests, String... chosen) {
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
		boolean server = requests == this.served;
		return Panel.timeSeries(server ? "Failures by route and exception" : "Failed calls")
			.describedAs(server
					? "Failed requests per second. Open the failed traces; the log lines of the same trace name the cause."
					: "Calls per second that failed or had no response. If this rises before the failures above, the "
							+ "cause is behind this client.")
			.in("reqps")
			.color(Threshold.above(0.000001))
			.link(this.application.evidence())
			.emptyUnlessFault("No failures")
			.show(Target.series(PromQl.sum(requests.rate(matchers), labels.toArray(String[]::new)),
					labels.stream().map((label) -> "{{" + label + "}}").collect(Collectors.joining(" "))))
			.build();
	}

	private List<@Nullable Panel> dependencies() {
		List<@Nullable Panel> panels = new ArrayList<>();
		if (this.sent != null) {
			RequestSeries calls = this.sent;
			String client = calls.client();
			String route = calls.route();
			String by = (client != null) ? client : (route != null) ? route : "";
			String[] labels = by.isEmpty() ? new String[0] : new String[] { by };
			String legend = by.isEmpty() ? "calls" : "{{" + by + "}}";
			panels.add(Panel.timeSeries("Calls")
				.describedAs("Requests sent per second, by the service that is called.")
				.in("reqps")
				.show(Target.series(PromQl.sum(calls.rate(), labels), legend))
				.build());
			panels.add(Panel.timeSeries(calls.meter().histogram() ? "Latency of calls, p95" : "Latency of calls, mean")
				.describedAs("How long this service waits for others. If it rises with the latency above, they are the "
						+ "cause; a timeout shows as a plateau.")
				.in("s")
				.link(this.application.evidence())
				.show(Target.series(calls.duration("0.95", PromQl.RECENT, labels), legend))
				.build());
			panels.add(failures(calls));
		}
		panels.add(pool());
		panels.add(statements());
		panels.add(messages());
		return panels;
	}

	private @Nullable Panel pool() {
		RecordedMeter active = this.application.find(MeterRole.POOL_ACTIVE);
		if (active == null || active.kind() != MeterKind.GAUGE) {
			return null;
		}
		String pool = Objects.requireNonNullElse(active.label("pool", "name", "db.client.connection.pool.name"), "");
		String[] labels = pool.isEmpty() ? new String[0] : new String[] { pool };
		String legend = pool.isEmpty() ? "" : " {{" + pool + "}}";
		Panel.Builder panel = Panel.timeSeries("Database connections")
			.describedAs("Connections in use, and threads that wait for one. Waiting threads mean that the pool is too "
					+ "small or that statements are slow: look at 'Statements' first.")
			.show(Target.series(PromQl.sum(this.promQl.select(active.metric()), labels), "in use" + legend));
		RecordedMeter pending = this.application.find(MeterRole.POOL_PENDING);
		if (pending != null) {
			panel.show(Target.series(PromQl.sum(this.promQl.select(pending.metric()), labels), "waiting" + legend));
		}
		RecordedMeter most = this.application.find(MeterRole.POOL_MAX);
		if (most != null && most.hasTag(active.hasTag("pool") ? "pool" : "name")) {
			panel.show(Target.series(PromQl.sum(this.promQl.select(most.metric()), labels), "limit" + legend));
		}
		return panel.build();
	}

	private @Nullable Panel statements() {
		RequestSeries statements = RequestSeries.of(this.application, MeterRole.STATEMENTS);
		if (statements == null) {
			return null;
		}
		return Panel.timeSeries("Statements")
			.describedAs("Mean duration of database statements. If it rises with the number of connections in use, the "
					+ "database is the bottleneck.")
			.in("s")
			.link(this.application.evidence())
			.show(Target.series(
					new RequestSeries(withoutBuckets(statements.meter()), this.promQl).duration("0.5", PromQl.RECENT),
					"mean"))
			.build();
	}

	private static RecordedMeter withoutBuckets(RecordedMeter meter) {
		return new RecordedMeter(meter.name(), meter.metric(), meter.kind(), meter.unit(), false, meter.business(),
				meter.description(), meter.labels(), meter.currencies());
	}

	private @Nullable Panel messages() {
		RequestSeries messages = RequestSeries.of(this.application, MeterRole.MESSAGES_PROCESSED);
		if (messages == null) {
			return null;
		}
		String destination = messages.meter()
			.label("messaging.destination.name", "messaging.source.name", "spring.kafka.listener.id",
					"spring.rabbit.listener.id");
		String error = messages.error();
		String[] labels = Stream.of(destination, error).filter(Objects::nonNull).toArray(String[]::new);
		return Panel.timeSeries("Messages processed")
			.describedAs("Messages per second, by destination and error. A rate of 0 with work to do means that the "
					+ "listener has stopped or that its connection is down.")
			.in("mps")
			.show(Target.series(PromQl.sum(messages.rate(), labels),
					Arrays.stream(labels).map((label) -> "{{" + label + "}}").collect(Collectors.joining(" "))))
			.build();
	}

	private @Nullable Panel background() {
		RequestSeries tasks = RequestSeries.of(this.application, MeterRole.SCHEDULED_TASKS);
		if (tasks == null) {
			return null;
		}
		String task = Objects.requireNonNullElse(tasks.meter().label("code.function"), "");
		String result = tasks.outcome();
		String[] labels = Stream.of(task, (result != null) ? result : "")
			.filter((label) -> !label.isEmpty())
			.toArray(String[]::new);
		return Panel.timeSeries("Scheduled tasks")
			.describedAs("Runs per second, by method and outcome. A task that no longer runs is silent in every other "
					+ "signal.")
			.in("ops")
			.show(Target.series(PromQl.sum(tasks.rate(), labels),
					Arrays.stream(labels).map((label) -> "{{" + label + "}}").collect(Collectors.joining(" "))))
			.build();
	}

	private List<@Nullable Panel> resources() {
		List<@Nullable Panel> panels = new ArrayList<>();
		RecordedMeter saturation = this.application.find(MeterRole.SATURATION);
		if (saturation != null) {
			panels.add(Panel.timeSeries("Saturation")
				.describedAs("Utilization of each limited resource. The first one that reaches its limit explains what "
						+ "follows in latency and errors.")
				.in("percentunit")
				.color(saturationThresholds())
				.show(Target.series(PromQl.max(this.promQl.select(saturation.metric()), "resource"), "{{resource}}"))
				.build());
		}
		panels.add(cpu());
		panels.add(memory());
		RecordedMeter pauses = this.application.find(MeterRole.GC_PAUSE);
		if (pauses != null && pauses.kind() == MeterKind.TIMER) {
			panels.add(Panel.timeSeries("Time in garbage collection")
				.describedAs("Share of time for which the collector stops the application. Above 5 %, the heap is too "
						+ "small or something allocates without end: take a profile.")
				.in("percentunit")
				.color(Threshold.above(0.02, 0.05))
				.show(Target.series(PromQl.sum(this.promQl.rate(pauses.sum()), instance()), "{{" + instance() + "}}"))
				.build());
		}
		return panels;
	}

	private @Nullable Panel cpu() {
		Panel.Builder panel = Panel.timeSeries("CPU")
			.describedAs("Share of the processors in use; seconds per second for which threads were throttled by the "
					+ "quota or waited for a processor. Waiting without use means that neighbors or the quota take it.")
			.in("percentunit");
		int shown = 0;
		Map<MeterRole, String> roles = new TreeMap<>(Comparator.comparingInt(MeterRole::ordinal));
		roles.put(MeterRole.PROCESS_CPU, "process");
		roles.put(MeterRole.SYSTEM_CPU, "machine");
		roles.put(MeterRole.CPU_THROTTLED, "throttled");
		roles.put(MeterRole.RUN_QUEUE_WAIT, "run queue wait");
		for (Map.Entry<MeterRole, String> role : roles.entrySet()) {
			RecordedMeter meter = this.application.find(role.getKey());
			if (meter != null) {
				String series = (meter.kind() == MeterKind.COUNTER) ? this.promQl.rate(meter.metric())
						: this.promQl.select(meter.metric());
				panel.show(Target.series(PromQl.max(series), role.getValue()));
				shown++;
			}
		}
		return (shown > 0) ? panel.build() : null;
	}

	private @Nullable Panel memory() {
		RecordedMeter used = this.application.find(MeterRole.MEMORY_USED);
		String area = (used != null) ? used.label(AREAS) : null;
		if (used == null || area == null) {
			return null;
		}
		String heap = PromQl.equal(area, JvmNames.HEAP);
		Panel.Builder panel = Panel.timeSeries("Heap")
			.describedAs("Heap in use and its limit, of the fullest instance. A floor that rises after each collection "
					+ "is a leak: take a heap dump before the restart.")
			.in("bytes")
			.show(Target.series(PromQl.max(PromQl.sum(this.promQl.select(used.metric(), heap), instance())), "in use"));
		RecordedMeter most = this.application.find(MeterRole.MEMORY_MAX);
		if (most != null && most.label(AREAS) != null) {
			// A pool without a limit reports -1.
			panel.show(Target
				.series(PromQl.max(PromQl.sum(this.promQl.select(most.metric(), heap) + " > 0", instance())), "limit"));
		}
		return panel.build();
	}

	private List<@Nullable Panel> events() {
		List<@Nullable Panel> panels = new ArrayList<>();
		RecordedMeter lines = this.application.find(MeterRole.LOG_LINES);
		if (lines != null && lines.hasTag("level")) {
			panels.add(Panel.timeSeries("Log lines by level")
				.describedAs(
						"Lines per second. A flood of errors has its first line in the logs; a sudden silence means "
								+ "that the service does nothing.")
				.in("cps")
				.stacked()
				.link(this.application.evidence())
				.show(Target.series(PromQl.sum(this.promQl.rate(lines.metric()), "level"), "{{level}}"))
				.build());
		}
		panels.add(sampled());
		panels.add(lost());
		RecordedMeter uptime = this.application.find(MeterRole.UPTIME);
		if (uptime != null) {
			panels.add(Panel.timeSeries("Uptime by instance")
				.describedAs(
						"A line that falls to 0 is a restart, marked on every panel. Many restarts of one instance "
								+ "are a crash loop.")
				.in("s")
				.show(Target.series(PromQl.max(this.promQl.select(uptime.metric()), instance()),
						"{{" + instance() + "}}"))
				.build());
		}
		if (this.served != null) {
			panels.add(background());
		}
		return panels;
	}

	private @Nullable Panel sampled() {
		Panel.Builder panel = Panel.timeSeries("Traces sampled")
			.describedAs("Traces per second that were sampled, by reason. A rise of 'error' or 'slow' is a rise of "
					+ "failed or slow requests.")
			.in("ops")
			.stacked();
		int shown = 0;
		for (MeterRole role : List.of(MeterRole.HEAD_SAMPLED, MeterRole.TAIL_SAMPLED)) {
			RecordedMeter meter = this.application.find(role);
			if (meter != null && meter.hasTag("reason")) {
				panel.show(Target.series(PromQl.sum(this.promQl.rate(meter.metric()), "reason"),
						((role == MeterRole.HEAD_SAMPLED) ? "head" : "tail") + " {{reason}}"));
				shown++;
			}
		}
		return (shown > 0) ? panel.build() : null;
	}

	private @Nullable Panel lost() {
		Panel.Builder panel = Panel.timeSeries("Telemetry lost or reduced")
			.describedAs("What the application could not record as it was, within the time shown. Above 0, a limit is "
					+ "reached: the log says once which one.")
			.color(Threshold.above(0.5));
		List<RecordedMeter> meters = this.application.inventory()
			.all((meter) -> meter.kind() == MeterKind.COUNTER && meter.name().startsWith("observability.")
					&& meter.name().matches(".*\\.(dropped|collapsed|rejected|truncated|replaced|left\\.open)"));
		for (RecordedMeter meter : meters) {
			panel.show(Target.series(PromQl.sum(this.promQl.increase(meter.metric(), PromQl.RECENT)),
					meter.name().substring("observability.".length())));
		}
		return meters.isEmpty() ? null : panel.build();
	}

	private String instance() {
		return this.application.properties().instanceLabel();
	}

	/**
	 * The share of failures that the strictest objective of requests tolerates at all.
	 */
	private double tolerated() {
		return Math.max(0.02,
				this.application.objectives()
					.objectives()
					.stream()
					.filter(DeclaredObjectives.Objective::http)
					.mapToDouble((objective) -> 14.4 * objective.budget().doubleValue())
					.filter((limit) -> limit < 1)
					.min()
					.orElse(0.05));
	}

	private List<Threshold> saturationThresholds() {
		double limit = this.application.objectives().saturationLimit();
		return Threshold.above(Math.round(limit * 90) / 100.0, limit);
	}

	private List<Threshold> latencyThresholds() {
		return this.application.objectives()
			.objectives()
			.stream()
			.filter(DeclaredObjectives.Objective::http)
			.map(DeclaredObjectives.Objective::slowerThan)
			.filter(Objects::nonNull)
			.map(Duration.class::cast)
			.min(Comparator.naturalOrder())
			.map((strictest) -> Threshold.above(strictest.toMillis() / 1000.0))
			.orElseGet(Threshold::none);
	}

	private String burnRate(String window) {
		return perBudget((slos, budget) -> "(" + badShare(slos, window) + ") / " + budget);
	}

	/**
	 * The recording covers the whole period; without it, what is shown has to do.
	 */
	private String budgetLeft() {
		String shown = perBudget((slos, budget) -> "1 - (" + badShare(slos, PromQl.SHOWN) + ") / " + budget);
		return "max by (slo) (" + DeclaredObjectives.BUDGET_REMAINING + "{"
				+ PromQl.equal("service", this.application.name()) + "})\nor " + shown;
	}

	private String badShare(String slos, String window) {
		RecordedMeter meter = Objects.requireNonNull(this.events);
		String slo = PromQl.matching("slo", slos);
		return PromQl.sum(this.promQl.increase(meter.metric(), window, slo, PromQl.equal("result", "bad")), "slo")
				+ "\n/ clamp_min("
				+ PromQl.sum(this.promQl.increase(meter.metric(), window, slo, PromQl.matching("result", GOOD_AND_BAD)),
						"slo")
				+ ", 1)";
	}

	/** Objectives with the same budget share an expression. */
	private String perBudget(BudgetExpression expression) {
		Map<String, String> slos = new TreeMap<>();
		this.application.objectives()
			.objectives()
			.forEach((objective) -> slos.merge(objective.budget().toPlainString(), objective.name(),
					(all, one) -> all + "|" + one));
		return slos.entrySet()
			.stream()
			.map((entry) -> expression.of(entry.getValue(), entry.getKey()))
			.collect(Collectors.joining("\nor "));
	}

	@FunctionalInterface
	private interface BudgetExpression {

		String of(String slos, String budget);

	}

}
