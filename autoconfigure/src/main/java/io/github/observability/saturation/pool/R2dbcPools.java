package io.github.observability.saturation.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Connection pools of R2DBC: those whose meters are in the registry. Boot binds them to
 * each pool that is a bean.
 */
final class R2dbcPools implements SaturationSource {

	private static final String PREFIX = "r2dbc.pool.";

	private static final String ACQUIRED = PREFIX + "acquired";

	private static final String MAX = PREFIX + "max.allocated";

	private static final String PENDING = PREFIX + "pending";

	private final WatchedMeters meters;

	R2dbcPools(MeterRegistry registry) {
		this.meters = new WatchedMeters(registry, Set.of(ACQUIRED, MAX, PENDING));
	}

	@Override
	public void read(SaturationReadings readings) {
		if (this.meters.all().isEmpty()) {
			return;
		}
		Map<String, Map<String, Double>> pools = new HashMap<>();
		for (Meter meter : this.meters.all()) {
			String name = meter.getId().getTag("name");
			if (name != null) {
				pools.computeIfAbsent(name, (pool) -> new HashMap<>())
					.put(meter.getId().getName(), WatchedMeters.value(meter));
			}
		}
		pools.forEach((name, pool) -> readings.use("r2dbc." + name, value(pool, ACQUIRED), limit(value(pool, MAX)),
				value(pool, PENDING)));
	}

	private static double value(Map<String, Double> pool, String meter) {
		return pool.getOrDefault(meter, Double.NaN);
	}

	/** The pool has the largest number where it has no limit. */
	private static double limit(double max) {
		return (max < Integer.MAX_VALUE) ? max : Double.NaN;
	}

}
