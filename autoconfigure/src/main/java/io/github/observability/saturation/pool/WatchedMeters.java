package io.github.observability.saturation.pool;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Meters of other libraries by name, collected as they come and go, because a search goes
 * through all meters of a registry.
 */
final class WatchedMeters {

	private static final int MAX_METERS = 1000;

	private final Map<Meter.Id, Meter> meters = new ConcurrentHashMap<>();

	WatchedMeters(MeterRegistry registry, Set<String> names) {
		registry.config().onMeterAdded((meter) -> note(meter, names));
		registry.config().onMeterRemoved((meter) -> this.meters.remove(meter.getId()));
		registry.forEachMeter((meter) -> note(meter, names));
	}

	private void note(Meter meter, Set<String> names) {
		if (names.contains(meter.getId().getName()) && this.meters.size() < MAX_METERS) {
			this.meters.put(meter.getId(), meter);
		}
	}

	Collection<Meter> all() {
		return this.meters.values();
	}

	/**
	 * Return the one value of a gauge or counter.
	 * @param meter the meter
	 * @return the value, {@code NaN} if there is none
	 */
	static double value(Meter meter) {
		for (Measurement measurement : meter.measure()) {
			return measurement.getValue();
		}
		return Double.NaN;
	}

}
