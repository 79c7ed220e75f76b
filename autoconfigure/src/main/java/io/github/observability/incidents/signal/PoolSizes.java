package io.github.observability.incidents.signal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;

/**
 * Notices that the maximum size of a pool has changed, by its gauge.
 */
final class PoolSizes {

	private static final int MOST = 100;

	private static final Set<String> NAMES = Set.of("hikaricp.connections.max", "jdbc.connections.max",
			"r2dbc.pool.max.allocated", "executor.pool.max", "tomcat.threads.config.max", "jetty.threads.config.max",
			"httpcomponents.httpclient.pool.total.max");

	private final MeterChanges changes;

	private final Map<Gauge, Double> sizes = new LinkedHashMap<>();

	PoolSizes(MeterChanges changes) {
		this.changes = changes;
	}

	boolean isPoolSize(Meter.Id id) {
		return NAMES.contains(id.getName());
	}

	void add(Gauge gauge) {
		if (this.sizes.size() < MOST) {
			this.sizes.put(gauge, Double.NaN);
		}
	}

	void remove(Gauge gauge) {
		this.sizes.keySet().removeIf((each) -> each == gauge);
	}

	void read() {
		this.sizes.replaceAll((gauge, before) -> {
			double now = gauge.value();
			if (!Double.isFinite(now)) {
				return before;
			}
			if (!before.isNaN() && before != now) {
				this.changes.poolResized(name(gauge.getId()), text(before), text(now));
			}
			return now;
		});
	}

	private static String name(Meter.Id id) {
		for (Tag tag : id.getTagsAsIterable()) {
			if (tag.getKey().equals("pool") || tag.getKey().equals("name")) {
				return id.getName() + " of " + tag.getValue();
			}
		}
		return id.getName();
	}

	private static String text(double size) {
		return (size == Math.rint(size)) ? String.valueOf((long) size) : String.valueOf(size);
	}

}
