package io.github.observability.business;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts rejected events and replaced tag values, and logs the first of each meter and
 * reason.
 */
final class RejectionLog {

	private static final Logger logger = LoggerFactory.getLogger(RejectionLog.class);

	private final MeterRegistry registry;

	private final Map<String, Map<Object, Counter>> rejected = new ConcurrentHashMap<>();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	RejectionLog(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Count an invalid event.
	 * @param meter the name of the business meter, or of the funnel
	 * @param reason the reason
	 * @param detail the value or the failure, if there is one
	 */
	void reject(String meter, Rejection reason, @Nullable Object detail) {
		this.rejected.computeIfAbsent(meter, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(reason, (key) -> BusinessMeter.REJECTED.counter(this.registry, meter, reason.label()))
			.increment();
		warnOnce(meter, reason.label(), "rejected an event: {} (was {})", reason.sentence(), String.valueOf(detail));
	}

	/**
	 * Count a tag value that was replaced.
	 * @param meter the name of the business meter
	 * @param key the tag key
	 */
	void collapsed(String meter, String key) {
		this.rejected.computeIfAbsent(meter, (name) -> new ConcurrentHashMap<>())
			.computeIfAbsent(key, (name) -> BusinessMeter.COLLAPSED.counter(this.registry, meter, key))
			.increment();
	}

	void warnOnce(String meter, String what, String message, @Nullable Object... arguments) {
		if (this.warned.add(meter + ' ' + what)) {
			logger.warn("Business meter '" + meter + "' " + message, arguments);
		}
	}

}
