package io.github.observability.golden;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bound on the routes in the tags of a meter. What comes after the last admitted route is
 * recorded under {@code other}: nothing is lost from the totals.
 */
final class RouteLimit {

	static final String OTHER = "other";

	/** Tag values of requests without a route. They take no place. */
	static final Set<String> WITHOUT_ROUTE = Set.of(OTHER, "UNKNOWN", "NOT_FOUND", "REDIRECTION", KeyValue.NONE_VALUE);

	private static final String KEY = GoldenTag.URI.asString();

	private static final KeyValue OTHER_ROUTE = KeyValue.of(KEY, OTHER);

	private static final Logger logger = LoggerFactory.getLogger(RouteLimit.class);

	private final String meter;

	private final String property;

	private final int max;

	private final Set<String> admitted = ConcurrentHashMap.newKeySet();

	private final Counter collapsed;

	private final AtomicBoolean said = new AtomicBoolean();

	/**
	 * Create a limit.
	 * @param registry where to count what is collapsed
	 * @param meter the name of the meter
	 * @param property what sets the limit
	 * @param max how many routes are admitted
	 */
	RouteLimit(MeterRegistry registry, String meter, String property, int max) {
		this.meter = meter;
		this.property = property;
		this.max = max;
		this.collapsed = Counter.builder(GoldenMeter.COLLAPSED.getName())
			.description(GoldenMeter.COLLAPSED.description())
			.tag(GoldenTag.METER.asString(), meter)
			.tag(GoldenTag.KEY.asString(), KEY)
			.register(registry);
	}

	/**
	 * Keep key-values within the limit.
	 * @param keyValues the key-values of a request
	 * @return the same if its route is admitted
	 */
	KeyValues bound(KeyValues keyValues) {
		KeyValues bounded = boundAgain(keyValues);
		if (bounded != keyValues) {
			collapsed();
		}
		return bounded;
	}

	/**
	 * Keep key-values within the limit for a further meter of the same request, which is
	 * counted once.
	 * @param keyValues the key-values of a request
	 * @return the same if its route is admitted
	 */
	KeyValues boundAgain(KeyValues keyValues) {
		for (KeyValue keyValue : keyValues) {
			if (keyValue.getKey().equals(KEY)) {
				return admits(keyValue.getValue()) ? keyValues : keyValues.and(OTHER_ROUTE);
			}
		}
		return keyValues;
	}

	private boolean admits(String route) {
		if (this.admitted.contains(route) || WITHOUT_ROUTE.contains(route)) {
			return true;
		}
		if (this.admitted.size() >= this.max) {
			return false;
		}
		synchronized (this.admitted) {
			if (this.admitted.size() < this.max) {
				this.admitted.add(route);
			}
			return this.admitted.contains(route);
		}
	}

	private void collapsed() {
		this.collapsed.increment();
		if (this.said.compareAndSet(false, true)) {
			logger.warn(
					"'{}' has {} routes; further ones are recorded as '{}' and counted by '{}'. '{}' sets the limit",
					this.meter, this.max, OTHER, GoldenMeter.COLLAPSED.getName(), this.property);
		}
	}

}
