package io.github.observability.business;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/**
 * The counters behind one business meter, one for each set of tag values, within the
 * limits. Recording a known set of values is one look-up.
 */
final class BoundedCounters {

	/** Longer values are texts rather than categories. */
	private static final int MAX_VALUE_LENGTH = 128;

	private static final Logger logger = LoggerFactory.getLogger(BoundedCounters.class);

	private final MeterRegistry registry;

	private final BusinessMeterId id;

	private final BusinessProperties limits;

	private final List<Set<String>> admittedValues;

	private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

	private final Map<String, Counter> collapsed = new ConcurrentHashMap<>();

	private final AtomicBoolean warned = new AtomicBoolean();

	BoundedCounters(MeterRegistry registry, BusinessMeterId id, BusinessProperties limits) {
		this.registry = registry;
		this.id = id;
		this.limits = limits;
		this.admittedValues = id.tagKeys()
			.stream()
			.map((key) -> (Set<String>) ConcurrentHashMap.<String>newKeySet())
			.toList();
		if (id.tagKeys().isEmpty()) {
			register(List.of());
		}
	}

	void add(long count, String... tagValues) {
		if (count < 0) {
			dropped();
			warnOnce("was given the negative value {}; a counter never goes down", count);
			return;
		}
		counter(tagValues).increment(count);
	}

	private Counter counter(String[] tagValues) {
		// A view: the key of a new counter is copied before it is stored.
		Counter known = this.counters.get(Arrays.asList(tagValues));
		return (known != null) ? known : bounded(tagValues);
	}

	private Counter bounded(String[] tagValues) {
		List<String> keys = this.id.tagKeys();
		if (tagValues.length != keys.size()) {
			warnOnce("declares the tags {} but was given another number of values", keys);
		}
		String[] values = new String[keys.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = admit(i, (i < tagValues.length) ? tagValues[i] : null);
		}
		List<String> key = List.of(values);
		Counter known = this.counters.get(key);
		return (known != null) ? known : register(key);
	}

	private String admit(int index, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return BusinessMetrics.NONE;
		}
		Set<String> admitted = this.admittedValues.get(index);
		if (admitted.contains(value)) {
			return value;
		}
		if (value.length() <= MAX_VALUE_LENGTH && admitted.size() < this.limits.maxTagValues()) {
			synchronized (admitted) {
				if (admitted.contains(value) || (admitted.size() < this.limits.maxTagValues() && admitted.add(value))) {
					return value;
				}
			}
		}
		collapsed(this.id.tagKeys().get(index));
		return BusinessMetrics.OTHER;
	}

	private synchronized Counter register(List<String> key) {
		Counter known = this.counters.get(key);
		if (known != null) {
			return known;
		}
		List<String> bounded = key;
		if (this.counters.size() >= this.limits.maxSeries() && !key.isEmpty()) {
			collapsed("all");
			bounded = key.stream().map((value) -> BusinessMetrics.OTHER).toList();
			known = this.counters.get(bounded);
			if (known != null) {
				return known;
			}
		}
		Tags tags = Tags.empty();
		for (int i = 0; i < bounded.size(); i++) {
			tags = tags.and(this.id.tagKeys().get(i), bounded.get(i));
		}
		Counter counter = Counter.builder(this.id.name())
			.description(this.id.description())
			.baseUnit(this.id.baseUnit())
			.tags(tags)
			.register(this.registry);
		this.counters.put(bounded, counter);
		return counter;
	}

	private void dropped() {
		limitCounter(BusinessMeter.DROPPED, BusinessTag.METER.asString(), this.id.name()).increment();
	}

	private Counter limitCounter(BusinessMeter meter, String... tags) {
		return Counter.builder(meter.getName()).description(meter.description()).tags(tags).register(this.registry);
	}

	private void collapsed(String tagKey) {
		this.collapsed
			.computeIfAbsent(tagKey,
					(key) -> limitCounter(BusinessMeter.COLLAPSED, BusinessTag.METER.asString(), this.id.name(),
							BusinessTag.KEY.asString(), key))
			.increment();
		warnOnce("has reached a limit at tag '{}'; further values are counted as 'other'", tagKey);
	}

	private void warnOnce(String message, Object argument) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Business meter '" + this.id.name() + "' " + message, argument);
		}
	}

}
