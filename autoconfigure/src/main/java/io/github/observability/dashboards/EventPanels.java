package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Target;
import io.github.observability.dashboards.grafana.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * What a service writes and keeps: log lines, traces, and what it could not record.
 */
final class EventPanels {

	private final Application application;

	private final PromQl promQl;

	EventPanels(Application application) {
		this.application = application;
		this.promQl = application.promQl();
	}

	List<@Nullable Panel> panels() {
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
		if (this.application.find(MeterRole.SERVER_REQUESTS) != null) {
			panels.add(scheduledTasks(this.application));
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

	/** Runs of scheduled tasks, all that a service without requests does. */
	static @Nullable Panel scheduledTasks(Application application) {
		RequestSeries tasks = RequestSeries.of(application, MeterRole.SCHEDULED_TASKS);
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

	private String instance() {
		return this.application.properties().instanceLabel();
	}

}
