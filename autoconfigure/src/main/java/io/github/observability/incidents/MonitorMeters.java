package io.github.observability.incidents;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalReader;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of the monitor: of incidents and changes, and the score and baseline of the
 * signals that are shown.
 */
final class MonitorMeters {

	private final MeterRegistry registry;

	private final IncidentsProperties.SignalMeters signalMeters;

	private final IntSupplier open;

	private final Map<String, Series> shown = new HashMap<>();

	private final LongAdder opened = new LongAdder();

	private final Map<ChangeType, Instant> changed = new ConcurrentHashMap<>();

	private volatile Instant lastBegin = Instant.EPOCH;

	/**
	 * Create the meters and register those that are always there.
	 * @param registry gets the meters
	 * @param signalMeters which signals are shown
	 * @param reader reads the signals
	 * @param open tells how many incidents are open
	 */
	MonitorMeters(MeterRegistry registry, IncidentsProperties.SignalMeters signalMeters, SignalReader reader,
			IntSupplier open) {
		this.registry = registry;
		this.signalMeters = signalMeters;
		this.open = open;
		Gauge.builder(IncidentMeter.OPEN.getName(), this, (meters) -> meters.open.getAsInt())
			.description(IncidentMeter.OPEN.description())
			.register(registry);
		FunctionCounter.builder(IncidentMeter.OPENED.getName(), this.opened, LongAdder::sum)
			.description(IncidentMeter.OPENED.description())
			.register(registry);
		Gauge.builder(IncidentMeter.BEGIN_TIME.getName(), this, (meters) -> seconds(meters.lastBegin))
			.description(IncidentMeter.BEGIN_TIME.description())
			.baseUnit(IncidentMeter.BEGIN_TIME.getBaseUnit())
			.register(registry);
		for (ChangeType type : ChangeType.values()) {
			Gauge
				.builder(IncidentMeter.CHANGE_TIME.getName(), this.changed,
						(changed) -> seconds(changed.getOrDefault(type, Instant.EPOCH)))
				.description(IncidentMeter.CHANGE_TIME.description())
				.baseUnit(IncidentMeter.CHANGE_TIME.getBaseUnit())
				.tag(IncidentMeter.Tag.TYPE.asString(), type.tag())
				.register(registry);
		}
		FunctionCounter.builder(IncidentMeter.DROPPED.getName(), reader, SignalReader::dropped)
			.description(IncidentMeter.DROPPED.description())
			.register(registry);
	}

	private static double seconds(Instant time) {
		return time.toEpochMilli() / 1000.0;
	}

	void changed(ChangeEvent change) {
		this.changed.put(change.type(), change.time());
	}

	/**
	 * Return the types of changes that there were since the start, in lower case.
	 */
	Set<String> reported() {
		return this.changed.keySet().stream().map(ChangeType::tag).collect(Collectors.toSet());
	}

	void opened(Incident incident) {
		this.opened.increment();
		this.lastBegin = incident.begin();
	}

	/**
	 * Register the meters of signals that are to be shown. They stay once they are there.
	 */
	void show(Collection<Series> all) {
		for (Series series : all) {
			if (isShown(series) && !this.shown.containsKey(series.name())) {
				show(series);
			}
		}
	}

	private boolean isShown(Series series) {
		return switch (this.signalMeters) {
			case ALL -> true;
			case ANOMALOUS -> series.detector().isAnomalous();
			case NONE -> false;
		};
	}

	private void show(Series series) {
		this.shown.put(series.name(), series);
		Gauge.builder(IncidentMeter.SCORE.getName(), series, (each) -> each.detector().score())
			.description(IncidentMeter.SCORE.description())
			.tag(IncidentMeter.Tag.SIGNAL.asString(), series.name())
			.register(this.registry);
		Gauge.builder(IncidentMeter.BASELINE.getName(), series, (each) -> each.detector().baseline())
			.description(IncidentMeter.BASELINE.description())
			.tag(IncidentMeter.Tag.SIGNAL.asString(), series.name())
			.register(this.registry);
	}

}
