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
 * Counts what is not recorded as it was given, and says so once for each meter and
 * reason.
 */
final class Rejections {

	private static final Logger logger = LoggerFactory.getLogger(Rejections.class);

	private final MeterRegistry registry;

	private final Map<String, Map<Object, Counter>> rejected = new ConcurrentHashMap<>();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	Rejections(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Count an event that is not valid.
	 * @param meter the name of the business meter, or of what stands in its place
	 * @param reason why it is not valid
	 * @param detail the value or the failure, if there is one to tell
	 */
	void reject(String meter, Rejection reason, @Nullable Object detail) {
		this.rejected.computeIfAbsent(meter, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(reason, (key) -> BusinessMeter.REJECTED.counter(this.registry, meter, reason.label()))
			.increment();
		warnOnce(meter, reason.label(), "was given an event that is rejected: {} (was {})", reason.sentence(),
				String.valueOf(detail));
	}

	/**
	 * Count a tag value that is counted as another one.
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
