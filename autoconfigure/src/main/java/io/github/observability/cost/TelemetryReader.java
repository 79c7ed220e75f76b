package io.github.observability.cost;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.github.observability.RecordedNames;
import io.github.observability.logging.delivery.DeliveryCounts;
import io.github.observability.logging.delivery.LineVolumes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Reads the counts that telemetry keeps anyway.
 */
final class TelemetryReader {

	private static final int MOST_ROUTES = 200;

	private final MeterRegistry registry;

	private final RecordedNames names;

	private final SpanVolumes spans;

	private final LogRecordVolumes records;

	private final Supplier<Set<String>> business;

	private final LongSupplier nanos;

	TelemetryReader(MeterRegistry registry, RecordedNames names, SpanVolumes spans, LogRecordVolumes records,
			Supplier<Set<String>> business, LongSupplier nanos) {
		this.registry = registry;
		this.names = names;
		this.spans = spans;
		this.records = records;
		this.business = business;
		this.nanos = nanos;
	}

	TelemetrySnapshot read() {
		Map<String, Volume> loggers = new HashMap<>();
		LineVolumes.PROCESS.volumes()
			.forEach((logger, lines) -> loggers.put(logger, new Volume(lines.lines(), lines.bytes())));
		this.records.byLogger().forEach((logger, pushed) -> loggers.merge(logger, pushed, Volume::plus));
		Map<String, Double> requests = new HashMap<>();
		Map<String, Double> events = new HashMap<>();
		HttpNames served = this.names.server();
		Set<String> business = this.business.get();
		this.registry.forEachMeter((meter) -> {
			String name = meter.getId().getName();
			if (meter instanceof Timer timer && name.equals(served.requests())) {
				String route = route(meter, served, requests);
				requests.merge(route, (double) timer.count(), Double::sum);
			}
			// An amount of money is no number of events.
			else if (business.contains(name) && meter.getId().getBaseUnit() == null) {
				double count = count(meter);
				if (!Double.isNaN(count)) {
					events.merge(name, count, Double::sum);
				}
			}
		});
		return new TelemetrySnapshot(this.nanos.getAsLong(), loggers, DeliveryCounts.PROCESS.droppedSoFar(),
				this.spans.total(), this.spans.byRoute(), this.spans.bySource(),
				new SeriesInventory(this.registry).byMeter(), requests, events);
	}

	private static String route(Meter meter, HttpNames served, Map<String, Double> known) {
		String route = String.valueOf(meter.getId().getTag(served.route()));
		return (known.containsKey(route) || known.size() < MOST_ROUTES) ? route : SpanVolumes.OTHER;
	}

	private static double count(Meter meter) {
		if (meter instanceof Counter counter) {
			return counter.count();
		}
		return (meter instanceof FunctionCounter counter) ? counter.count() : Double.NaN;
	}

}
