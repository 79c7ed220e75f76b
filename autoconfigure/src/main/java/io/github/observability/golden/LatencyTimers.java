package io.github.observability.golden;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.observability.LatencySketch;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Timers of requests and the counters beside them, found by the name, the error and the
 * key-values of an observation. They are built once and cached, so that finding them
 * takes three lookups and allocates nothing.
 */
final class LatencyTimers {

	/** Far above the number of series that bounded tags allow. */
	private static final int MAX_CACHED = 10_000;

	private final MeterRegistry registry;

	private final RouteLimit routes;

	private final UnaryOperator<KeyValues> bound;

	private final Set<String> unrecordedRoutes;

	private final String description;

	private final @Nullable String fixedName;

	private final @Nullable RequestClassifier classifier;

	private final @Nullable Sketches sketches;

	private final boolean streams;

	private final Map<String, Map<String, Map<KeyValues, Recorder>>> meters = new ConcurrentHashMap<>();

	private final EventCounters events;

	private final AtomicInteger cached = new AtomicInteger();

	/**
	 * Create timers that have the names of the observations.
	 */
	LatencyTimers(MeterRegistry registry, RouteLimit routes, Set<String> unrecordedRoutes, GoldenMeter meter,
			@Nullable RequestClassifier classifier) {
		this(registry, routes, unrecordedRoutes, meter, classifier, null);
	}

	/**
	 * Create timers that have the names of the observations.
	 */
	LatencyTimers(MeterRegistry registry, RouteLimit routes, Set<String> unrecordedRoutes, GoldenMeter meter,
			@Nullable RequestClassifier classifier, @Nullable Sketches sketches) {
		this(registry, routes, routes::bound, unrecordedRoutes, meter.description(), null, classifier, sketches, false);
	}

	private LatencyTimers(MeterRegistry registry, RouteLimit routes, UnaryOperator<KeyValues> bound,
			Set<String> unrecordedRoutes, String description, @Nullable String fixedName,
			@Nullable RequestClassifier classifier, @Nullable Sketches sketches, boolean streams) {
		this.registry = registry;
		this.routes = routes;
		this.bound = bound;
		this.unrecordedRoutes = unrecordedRoutes;
		this.description = description;
		this.fixedName = fixedName;
		this.classifier = classifier;
		this.sketches = sketches;
		this.streams = streams;
		this.events = new EventCounters(registry, routes);
		// A meter that was removed from the registry must not record unseen.
		registry.config().onMeterRemoved(this::forget);
	}

	/**
	 * Create timers for those observations that this instance does not measure.
	 * @param meter the meter whose name the timers have
	 * @return the timers
	 */
	LatencyTimers apart(GoldenMeter meter) {
		return named(meter, this.routes::bound, this.sketches);
	}

	/**
	 * Create timers for a second measurement of the same observations.
	 * @param meter the meter whose name the timers have
	 * @return the timers
	 */
	LatencyTimers beside(GoldenMeter meter) {
		return named(meter, this.routes::boundAgain, null);
	}

	private LatencyTimers named(GoldenMeter meter, UnaryOperator<KeyValues> bound, @Nullable Sketches sketches) {
		return new LatencyTimers(this.registry, this.routes, bound, this.unrecordedRoutes, meter.description(),
				meter.getName(), this.classifier, sketches, true);
	}

	Recorder get(Observation.Context context) {
		String name = name(context);
		String error = errorValue(context.getError());
		KeyValues keyValues = context.getLowCardinalityKeyValues();
		Recorder meters = find(name, error, keyValues);
		return (meters != null) ? meters : bounded(name, error, keyValues);
	}

	EventCounters events() {
		return this.events;
	}

	private String name(Observation.Context context) {
		String name = (this.fixedName != null) ? this.fixedName : context.getName();
		return (name != null) ? name : GoldenMeter.SERVER_REQUESTS.getName();
	}

	private @Nullable Recorder find(String name, String error, KeyValues keyValues) {
		Map<String, Map<KeyValues, Recorder>> byError = this.meters.get(name);
		Map<KeyValues, Recorder> byKeyValues = (byError != null) ? byError.get(error) : null;
		return (byKeyValues != null) ? byKeyValues.get(keyValues) : null;
	}

	/**
	 * A route past the limit shares its timer with other routes but keeps its own
	 * counter. A route that is not recorded neither counts toward the limit nor becomes
	 * {@code other}. Once there are very many series, the tags that a convention added
	 * become {@code other}, too.
	 */
	private Recorder bounded(String name, String error, KeyValues keyValues) {
		boolean recorded = isRecorded(keyValues);
		KeyValues bounded = recorded ? this.bound.apply(keyValues) : keyValues;
		if (recorded && this.cached.get() >= MAX_CACHED) {
			bounded = this.routes.boundUnusual(bounded);
		}
		if (bounded == keyValues) {
			return build(name, error, keyValues);
		}
		Recorder known = find(name, error, bounded);
		Recorder shared = (known != null) ? known : build(name, error, bounded);
		return (this.classifier != null) ? shared.countedBy(counter(keyValues, error)) : shared;
	}

	private Recorder build(String name, String error, KeyValues keyValues) {
		Tags tags = tags(keyValues).and(GoldenTag.ERROR.asString(), error);
		Timer timer = isRecorded(keyValues)
				? Timer.builder(name).description(this.description).tags(tags).register(this.registry)
				: new NoopTimer(new Meter.Id(name, tags, null, this.description, Meter.Type.TIMER));
		Recorder meters = new Recorder(timer, counter(keyValues, error), sketch(timer));
		if (this.cached.get() < 2 * MAX_CACHED && this.meters.computeIfAbsent(name, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(error, (key) -> new ConcurrentHashMap<>())
			.put(keyValues, meters) == null) {
			this.cached.incrementAndGet();
		}
		return meters;
	}

	private @Nullable LatencySketch sketch(Timer timer) {
		if (this.sketches == null || timer instanceof NoopTimer) {
			return null;
		}
		return this.streams ? this.sketches.ofStreams() : this.sketches.recordedWith(timer);
	}

	private RequestCounter counter(KeyValues keyValues, String error) {
		return (this.classifier != null) ? this.classifier.counter(keyValues, error) : RequestCounter.NONE;
	}

	private boolean isRecorded(KeyValues keyValues) {
		return this.unrecordedRoutes.isEmpty() || keyValues.stream()
			.noneMatch((each) -> this.routes.isRoute(each.getKey()) && this.unrecordedRoutes.contains(each.getValue()));
	}

	private void forget(Meter meter) {
		if (this.sketches != null) {
			this.sketches.forget(meter);
		}
		this.meters.values()
			.forEach((byError) -> byError.values().forEach((byKeyValues) -> byKeyValues.values().removeIf((meters) -> {
				boolean removed = meters.timer() == meter;
				if (removed) {
					this.cached.decrementAndGet();
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

	/**
	 * Records requests of one kind.
	 *
	 * @param timer measures their durations
	 * @param counter counts them by further criteria
	 * @param sketch holds their durations for quantiles, {@code null} if nobody asks for
	 * some
	 */
	record Recorder(Timer timer, RequestCounter counter, @Nullable LatencySketch sketch) {

		Recorder countedBy(RequestCounter other) {
			return new Recorder(this.timer, other, this.sketch);
		}

		void record(long durationNanos) {
			this.timer.record(durationNanos, TimeUnit.NANOSECONDS);
			if (this.sketch != null) {
				this.sketch.record(durationNanos);
			}
			this.counter.count(durationNanos);
		}

		void recordStream(long durationNanos) {
			this.timer.record(durationNanos, TimeUnit.NANOSECONDS);
			if (this.sketch != null) {
				this.sketch.record(durationNanos);
			}
			this.counter.countStream();
		}

	}

	/**
	 * Counters of the events of requests, named as Micrometer names them. They are built
	 * once and cached. An application may name events as it likes, so their number is
	 * limited.
	 */
	static final class EventCounters {

		private static final int MAX_COUNTERS = 1_000;

		private final MeterRegistry registry;

		private final RouteLimit routes;

		private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

		private final Map<String, Counter> overflow = new ConcurrentHashMap<>();

		EventCounters(MeterRegistry registry, RouteLimit routes) {
			this.registry = registry;
			this.routes = routes;
			registry.config().onMeterRemoved(this::forget);
		}

		void count(Observation.Context context, Observation.Event event) {
			Key key = new Key(String.valueOf(context.getName()), event.getName(), context.getLowCardinalityKeyValues());
			Counter counter = this.counters.get(key);
			((counter != null) ? counter : find(key)).increment();
		}

		private Counter find(Key key) {
			KeyValues bounded = this.routes.boundAgain(key.keyValues());
			Key boundedKey = (bounded == key.keyValues()) ? key : new Key(key.observation(), key.event(), bounded);
			Counter known = this.counters.get(boundedKey);
			if (known != null) {
				return known;
			}
			if (this.counters.size() >= MAX_COUNTERS) {
				return this.overflow.computeIfAbsent(key.observation(),
						(name) -> Counter.builder(name + "." + RouteLimit.OTHER).register(this.registry));
			}
			return this.counters.computeIfAbsent(boundedKey,
					(absent) -> Counter.builder(absent.observation() + "." + absent.event())
						.tags(LatencyTimers.tags(absent.keyValues()))
						.register(this.registry));
		}

		private void forget(Meter meter) {
			this.counters.values().removeIf((counter) -> counter == meter);
			this.overflow.values().removeIf((counter) -> counter == meter);
		}

		private record Key(String observation, String event, KeyValues keyValues) {
		}

	}

	/**
	 * Sketches of the durations that timers record, for quantiles that their few buckets
	 * cannot give. There are some only where somebody asks for quantiles.
	 */
	static final class Sketches {

		/** A sketch takes 8 kB. Series beyond share one. */
		static final int MAX_SKETCHES = 1_000;

		private final Map<Timer, LatencySketch> sketches = new ConcurrentHashMap<>();

		private final AtomicInteger count = new AtomicInteger();

		private final LatencySketch others = new LatencySketch();

		private final LatencySketch streams = new LatencySketch();

		/**
		 * Return the sketch that a timer's durations are recorded in.
		 */
		LatencySketch recordedWith(Timer timer) {
			LatencySketch known = this.sketches.get(timer);
			if (known != null) {
				return known;
			}
			if (this.count.get() >= MAX_SKETCHES) {
				return this.others;
			}
			return this.sketches.computeIfAbsent(timer, (absent) -> {
				this.count.incrementAndGet();
				return new LatencySketch();
			});
		}

		/**
		 * Return the durations of one timer.
		 */
		LatencySketch.Counts counts(Timer timer) {
			LatencySketch sketch = this.sketches.get(timer);
			return (sketch != null) ? sketch.counts() : LatencySketch.Counts.NONE;
		}

		/**
		 * Return the sketch that all streams are recorded in, whose quantiles nobody asks
		 * for by route.
		 */
		LatencySketch ofStreams() {
			return this.streams;
		}

		/**
		 * Return the durations of timers that have no sketch of their own.
		 */
		LatencySketch.Counts others() {
			return this.others.counts();
		}

		void forget(@Nullable Meter meter) {
			if (meter instanceof Timer timer && this.sketches.remove(timer) != null) {
				this.count.decrementAndGet();
			}
		}

	}

}
