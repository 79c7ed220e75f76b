package io.github.observability.saturation.pool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Connection pools of HTTP clients: those whose meters are in the registry. Apache's has
 * them once Micrometer's {@code PoolingHttpClientConnectionManagerMetricsBinder} is bound
 * to it, Reactor Netty's once its provider has {@code metrics(true)}. The JDK's tells
 * nothing.
 */
final class HttpClientPools implements SaturationSource {

	private static final String APACHE = "httpcomponents.httpclient.pool.total.";

	private static final String NETTY = "reactor.netty.connection.provider.";

	private static final Set<String> NAMES = Set.of(APACHE + "max", APACHE + "connections", APACHE + "pending",
			NETTY + "max.connections", NETTY + "active.connections", NETTY + "pending.connections");

	private final WatchedMeters meters;

	HttpClientPools(MeterRegistry registry) {
		this.meters = new WatchedMeters(registry, NAMES);
	}

	@Override
	public void read(SaturationReadings readings) {
		if (this.meters.all().isEmpty()) {
			return;
		}
		Map<List<Tag>, Pool> pools = new HashMap<>();
		for (Meter meter : this.meters.all()) {
			Meter.Id id = meter.getId();
			String state = id.getTag("state");
			if (state != null && !state.equals("leased")) {
				continue;
			}
			List<Tag> key = id.getTags().stream().filter((tag) -> !tag.getKey().equals("state")).toList();
			pools.computeIfAbsent(key, (tags) -> new Pool(name(id))).take(id.getName(), WatchedMeters.value(meter));
		}
		// A client has a pool for each host it calls: the fullest tells.
		Map<String, Pool> fullest = new HashMap<>();
		pools.values().forEach((pool) -> fullest.merge(pool.name, pool, Pool::fuller));
		fullest.values().forEach((pool) -> readings.use("http.client." + pool.name, pool.used, pool.max, pool.waiting));
	}

	private static String name(Meter.Id id) {
		String name = id.getTag(id.getName().startsWith(APACHE) ? "httpclient" : "name");
		return (name != null) ? name : "default";
	}

	/** The pool of one client, or of one host it calls. */
	private static final class Pool {

		private final String name;

		private double used = -1;

		private double max = -1;

		private double waiting = -1;

		Pool(String name) {
			this.name = name;
		}

		void take(String meter, double value) {
			if (meter.endsWith("pending") || meter.endsWith("pending.connections")) {
				this.waiting = value;
			}
			else if (meter.endsWith("max") || meter.endsWith("max.connections")) {
				this.max = value;
			}
			else {
				this.used = value;
			}
		}

		private @Nullable Double ratio() {
			return SaturationReadings.ratio(this.used, this.max);
		}

		static Pool fuller(Pool one, Pool other) {
			Double ratio = one.ratio();
			Double otherRatio = other.ratio();
			return (otherRatio == null || (ratio != null && ratio >= otherRatio)) ? one : other;
		}

	}

}
