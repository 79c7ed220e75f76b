package io.github.observability.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.observability.PrometheusNames;
import io.github.observability.cost.advice.UsedMetrics;
import io.github.observability.dashboards.DashboardMeters;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a meter: the generated rules and dashboards, incidents, and whatever a file
 * of used metrics knows of.
 */
final class MetricReaders {

	/**
	 * What incidents watch and saturation reads, besides business meters and what
	 * dashboards read.
	 */
	private static final Set<String> WATCHED = Set.of("mongodb.driver.commands", "lettuce.command.completion",
			"spring.kafka.template", "spring.rabbit.template", "jms.message.publish", "grpc.client", "quartz.job",
			"spring.batch.job", "grpc.server", "executor.pool.max", "tomcat.threads.config.max",
			"jetty.threads.config.max", "httpcomponents.httpclient.pool.total.connections",
			"httpcomponents.httpclient.pool.total.max", "httpcomponents.httpclient.pool.total.pending",
			"reactor.netty.connection.provider.active.connections", "reactor.netty.connection.provider.max.connections",
			"reactor.netty.connection.provider.pending.connections", "r2dbc.pool.acquired", "r2dbc.pool.max.allocated",
			"r2dbc.pool.pending", "hikaricp.connections.acquire", "hikaricp.connections.timeout", "jvm.threads.states",
			"jvm.thread.count");

	private static final int MOST_NAMES = 10_000;

	private static final String NOBODY = "";

	private static final String BUCKET = "_bucket";

	private final Supplier<Set<String>> rules;

	private final Predicate<String> business;

	private final Supplier<PrometheusNames> names;

	private final UsedMetricsFile file;

	private final Map<String, String> known = new ConcurrentHashMap<>();

	/**
	 * Create readers.
	 * @param rules words of the generated rules
	 * @param business whether a name is that of a business meter
	 * @param names names of meters in Prometheus
	 * @param file the file of used metrics
	 */
	MetricReaders(Supplier<Set<String>> rules, Predicate<String> business, Supplier<PrometheusNames> names,
			UsedMetricsFile file) {
		this.rules = rules;
		this.business = business;
		this.names = names;
		this.file = file;
	}

	UsedMetricsFile file() {
		return this.file;
	}

	List<String> names() {
		List<String> readers = new ArrayList<>(List.of("dashboards", "incidents", "rules"));
		if (this.file.metrics() != null) {
			readers.add("used-metrics");
		}
		return readers;
	}

	/**
	 * Return who reads a meter.
	 * @param id the id of the meter
	 * @param buckets whether it has buckets, or may have some
	 * @return one of its readers, {@code null} without any
	 */
	@Nullable String reader(Meter.Id id, boolean buckets) {
		// Business meters are declared while the application runs.
		if (this.business.test(id.getName())) {
			return "dashboards";
		}
		String key = buckets ? id.getName() + BUCKET : id.getName();
		String reader = this.known.get(key);
		if (reader == null) {
			reader = find(id, buckets);
			if (this.known.size() < MOST_NAMES) {
				this.known.put(key, reader);
			}
		}
		return reader.equals(NOBODY) ? null : reader;
	}

	private String find(Meter.Id id, boolean buckets) {
		if (DashboardMeters.read(id.getName())) {
			return "dashboards";
		}
		if (WATCHED.contains(id.getName())) {
			return "incidents";
		}
		PrometheusNames.Exported exported = this.names.get().of(id.getName(), id.getType(), id.getBaseUnit());
		if (exported.reserved().stream().anyMatch(this.rules.get()::contains)) {
			return "rules";
		}
		UsedMetrics used = this.file.metrics();
		return (used != null && used.isRead(exported.reserved(), samples(id.getType(), exported.name(), buckets)))
				? "used-metrics" : NOBODY;
	}

	private static List<String> samples(Meter.Type type, String name, boolean buckets) {
		return switch (type) {
			case TIMER, DISTRIBUTION_SUMMARY ->
				buckets ? List.of(name + "_count", name + "_sum", name + "_max", name + BUCKET)
						: List.of(name + "_count", name + "_sum", name + "_max");
			case LONG_TASK_TIMER -> List.of(name + "_active_count", name + "_duration_sum", name + "_max");
			default -> List.of(name);
		};
	}

}
