package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Target;
import org.jspecify.annotations.Nullable;

/**
 * What a service waits for: calls to others, database connections and statements,
 * messages.
 */
final class DependencyPanels {

	private final Application application;

	private final PromQl promQl;

	DependencyPanels(Application application) {
		this.application = application;
		this.promQl = application.promQl();
	}

	List<@Nullable Panel> panels() {
		List<@Nullable Panel> panels = new ArrayList<>();
		RequestSeries calls = RequestSeries.of(this.application, MeterRole.CLIENT_REQUESTS);
		if (calls != null) {
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
			panels.add(RequestPanels.failures(this.application, calls, false));
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

}
