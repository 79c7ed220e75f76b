package io.github.observability.golden;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The latency timers of served requests, found by the key-values of an observation. A
 * timer is built when its key-values are seen first and held from then on.
 */
final class LatencyTimers {

	/** Far above what bounded tags make; beyond it the registry is asked each time. */
	private static final int MAX_HELD = 10_000;

	private final MeterRegistry registry;

	private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

	LatencyTimers(MeterRegistry registry) {
		this.registry = registry;
		// A meter removed from the registry must not go on recording unseen.
		registry.config().onMeterRemoved((meter) -> this.timers.values().remove(meter));
	}

	Timer get(Observation.Context context) {
		Key key = new Key(context.getName(), context.getLowCardinalityKeyValues(), errorValue(context.getError()));
		Timer timer = this.timers.get(key);
		return (timer != null) ? timer : build(key);
	}

	private Timer build(Key key) {
		Timer timer = Timer.builder((key.name() != null) ? key.name() : GoldenMeter.SERVER_REQUESTS.getName())
			.description(GoldenMeter.SERVER_REQUESTS.description())
			.tags(tags(key))
			.register(this.registry);
		if (this.timers.size() < MAX_HELD) {
			this.timers.put(key, timer);
		}
		return timer;
	}

	static Tags tags(Iterable<KeyValue> keyValues) {
		Tags tags = Tags.empty();
		for (KeyValue keyValue : keyValues) {
			tags = tags.and(keyValue.getKey(), keyValue.getValue());
		}
		return tags;
	}

	private static Tags tags(Key key) {
		return tags(key.keyValues()).and(GoldenTag.ERROR.asString(), key.error());
	}

	private static String errorValue(@Nullable Throwable error) {
		return (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE;
	}

	private record Key(@Nullable String name, KeyValues keyValues, String error) {
	}

}
