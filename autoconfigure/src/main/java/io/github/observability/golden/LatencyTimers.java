package io.github.observability.golden;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Timers of requests, found by the name, the error and the key-values of an observation.
 * A timer is built when these are seen first and held from then on, so that to find it
 * takes three look-ups and makes no object.
 */
final class LatencyTimers {

	/** Far above what bounded tags make; beyond it the registry is asked each time. */
	private static final int MAX_HELD = 10_000;

	private final MeterRegistry registry;

	private final RouteLimit routes;

	private final UnaryOperator<KeyValues> bound;

	private final Set<String> unrecordedRoutes;

	private final String description;

	private final @Nullable String fixedName;

	private final Map<String, Map<String, Map<KeyValues, Timer>>> timers = new ConcurrentHashMap<>();

	private final AtomicInteger held = new AtomicInteger();

	/**
	 * Timers that bear the names of the observations.
	 */
	LatencyTimers(MeterRegistry registry, RouteLimit routes, Set<String> unrecordedRoutes, GoldenMeter meter) {
		this(registry, routes, routes::bound, unrecordedRoutes, meter.description(), null);
	}

	private LatencyTimers(MeterRegistry registry, RouteLimit routes, UnaryOperator<KeyValues> bound,
			Set<String> unrecordedRoutes, String description, @Nullable String fixedName) {
		this.registry = registry;
		this.routes = routes;
		this.bound = bound;
		this.unrecordedRoutes = unrecordedRoutes;
		this.description = description;
		this.fixedName = fixedName;
		// A meter removed from the registry must not go on recording unseen.
		registry.config().onMeterRemoved(this::forget);
	}

	/**
	 * Timers of those observations that these do not measure.
	 * @param meter what they measure, whose name they bear
	 * @return the timers
	 */
	LatencyTimers apart(GoldenMeter meter) {
		return named(meter, this.routes::bound);
	}

	/**
	 * Timers of something else about the same observations.
	 * @param meter what they measure, whose name they bear
	 * @return the timers
	 */
	LatencyTimers beside(GoldenMeter meter) {
		return named(meter, this.routes::boundAgain);
	}

	private LatencyTimers named(GoldenMeter meter, UnaryOperator<KeyValues> bound) {
		return new LatencyTimers(this.registry, this.routes, bound, this.unrecordedRoutes, meter.description(),
				meter.getName());
	}

	Timer get(Observation.Context context) {
		String name = name(context);
		String error = errorValue(context.getError());
		KeyValues keyValues = context.getLowCardinalityKeyValues();
		Timer timer = find(name, error, keyValues);
		return (timer != null) ? timer : bounded(name, error, keyValues);
	}

	private String name(Observation.Context context) {
		String name = (this.fixedName != null) ? this.fixedName : context.getName();
		return (name != null) ? name : GoldenMeter.SERVER_REQUESTS.getName();
	}

	private @Nullable Timer find(String name, String error, KeyValues keyValues) {
		Map<String, Map<KeyValues, Timer>> byError = this.timers.get(name);
		Map<KeyValues, Timer> byKeyValues = (byError != null) ? byError.get(error) : null;
		return (byKeyValues != null) ? byKeyValues.get(keyValues) : null;
	}

	private Timer bounded(String name, String error, KeyValues keyValues) {
		// What is not recorded takes no place among the routes, nor is it another route.
		KeyValues bounded = isRecorded(keyValues) ? this.bound.apply(keyValues) : keyValues;
		Timer timer = (bounded != keyValues) ? find(name, error, bounded) : null;
		return (timer != null) ? timer : build(name, error, bounded);
	}

	private Timer build(String name, String error, KeyValues keyValues) {
		Tags tags = tags(keyValues).and(GoldenTag.ERROR.asString(), error);
		Timer timer = isRecorded(keyValues)
				? Timer.builder(name).description(this.description).tags(tags).register(this.registry)
				: new NoopTimer(new Meter.Id(name, tags, null, this.description, Meter.Type.TIMER));
		if (this.held.get() < MAX_HELD && this.timers.computeIfAbsent(name, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(error, (key) -> new ConcurrentHashMap<>())
			.put(keyValues, timer) == null) {
			this.held.incrementAndGet();
		}
		return timer;
	}

	private boolean isRecorded(KeyValues keyValues) {
		return this.unrecordedRoutes.isEmpty() || keyValues.stream()
			.noneMatch((each) -> each.getKey().equals(GoldenTag.URI.asString())
					&& this.unrecordedRoutes.contains(each.getValue()));
	}

	private void forget(Meter meter) {
		this.timers.values()
			.forEach((byError) -> byError.values().forEach((byKeyValues) -> byKeyValues.values().removeIf((timer) -> {
				boolean removed = timer == meter;
				if (removed) {
					this.held.decrementAndGet();
				}
				return removed;
			})));
	}

	static Tags tags(Iterable<KeyValue> keyValues) {
		Tags tags = Tags.empty();
		for (KeyValue keyValue : keyValues) {
			tags = tags.and(keyValue.getKey(), keyValue.getValue());
		}
		return tags;
	}

	private static String errorValue(@Nullable Throwable error) {
		return (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE;
	}

}
