package io.github.observability.incidents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.observability.FailureTable;
import io.github.observability.HttpNames;
import io.github.observability.JvmNames;
import io.github.observability.incidents.Subject.Type;
import io.github.observability.incidents.detection.CounterRate;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Reads the signals from the meters, once per step. Meters are assigned to signals when
 * they are registered, so that a step reads only what is watched.
 * <p>
 * Each type of subject has a fixed number of places, which are given in the order of
 * appearance. A subject without events for an hour gives its place to the busiest one
 * that has none.
 */
final class SignalReader {

	private static final Map<Type, Integer> PLACES = new EnumMap<>(Map.of(Type.ROUTE, 20, Type.DEPENDENCY, 12,
			Type.WORK, 8, Type.RESOURCE, 15, Type.BUSINESS, 12, Type.LOG, 6, Type.OBJECTIVE, 10, Type.HOST, 8));

	/** Steps of an hour, after which an idle subject gives up its place. */
	private static final int IDLE = 360;

	private static final int PENDING = 20_000;

	private static final String NONE = "none";

	private static final String OBJECTIVE_EVENTS = "observability.slo.events";

	private final MeterRegistry registry;

	private final SingletonSupplier<MeterRoles> roles;

	private final FailureTable failures;

	private final ResourceMonitor resources;

	private final Predicate<String> business;

	private final NewExceptions exceptions;

	private final PoolSizes poolSizes;

	private final Objectives objectives;

	private final int maxSignals;

	private final Queue<Meter> added = new ConcurrentLinkedQueue<>();

	private final Queue<Meter> removed = new ConcurrentLinkedQueue<>();

	private final TimerGroup all = new TimerGroup(true);

	private final Map<Subject, TimerGroup> groups = new LinkedHashMap<>();

	private final Map<String, Series> series = new LinkedHashMap<>();

	private final Map<Type, Set<String>> taken = new EnumMap<>(Type.class);

	private final Map<String, Single> singles = new LinkedHashMap<>();

	private final Set<Subject> refused = new HashSet<>();

	private boolean started;

	private long steps;

	private long dropped;

	SignalReader(MeterRegistry registry, Supplier<MeterRoles> roles, FailureTable failures, ResourceMonitor resources,
			Predicate<String> business, Objectives objectives, Changes changes, int maxSignals) {
		this.registry = registry;
		this.roles = SingletonSupplier.of(roles);
		this.failures = failures;
		this.resources = resources;
		this.business = business;
		this.exceptions = new NewExceptions(changes);
		this.poolSizes = new PoolSizes(changes);
		this.objectives = objectives;
		this.maxSignals = maxSignals;
		registry.config().onMeterAdded(this::add).onMeterRemoved(this.removed::add);
	}

	private void add(Meter meter) {
		if (this.added.size() < PENDING) {
			this.added.add(meter);
		}
	}

	/**
	 * Read all signals.
	 * @param step the number of the step
	 * @param seconds the time since the last step
	 */
	void read(long step, double seconds) {
		assign();
		this.all.read(seconds);
		series(step, Subject.SERVICE, this.all);
		this.groups.forEach((subject, group) -> {
			group.read(seconds);
			series(step, subject, group);
		});
		this.singles.values().forEach((single) -> put(step, single.type, single.subject, single.read(seconds)));
		for (ResourceUse use : this.resources.resources()) {
			if (take(Type.RESOURCE, use.resource())) {
				Subject subject = new Subject(Type.RESOURCE, use.resource());
				put(step, SignalType.UTILIZATION, subject, value(use.utilization()));
				put(step, SignalType.WAITING, subject, value(use.saturation()));
			}
		}
		this.objectives
			.read((name, share) -> put(step, SignalType.OBJECTIVE, new Subject(Type.OBJECTIVE, name), share));
		this.poolSizes.read();
		if (++this.steps % IDLE == 0) {
			replaceIdle();
		}
	}

	private static double value(@Nullable Double value) {
		return (value != null) ? value : Double.NaN;
	}

	private void series(long step, Subject subject, TimerGroup group) {
		if (group.isEmpty()) {
			return;
		}
		put(step, SignalType.TRAFFIC, subject, group.rate());
		put(step, SignalType.ERRORS, subject, group.errorRatio());
		put(step, SignalType.LATENCY, subject, group.mean());
		put(step, SignalType.TAIL_LATENCY, subject, group.tailLatency());
	}

	private void put(long step, SignalType type, Subject subject, double value) {
		String key = type.label() + " " + subject.name();
		Series known = this.series.get(key);
		if (known == null) {
			if (Double.isNaN(value)) {
				return;
			}
			if (this.series.size() >= this.maxSignals) {
				refuse(new Subject(subject.type(), key));
				return;
			}
			known = new Series(type, subject);
			this.series.put(key, known);
		}
		known.add(step, value);
	}

	private void assign() {
		if (!this.started) {
			this.started = true;
			this.added.clear();
			this.registry.getMeters().forEach((meter) -> assign(meter, true));
		}
		for (Meter meter = this.added.poll(); meter != null; meter = this.added.poll()) {
			assign(meter, false);
		}
		for (Meter meter = this.removed.poll(); meter != null; meter = this.removed.poll()) {
			remove(meter);
		}
	}

	private void assign(Meter meter, boolean known) {
		Meter.Id id = meter.getId();
		if (meter instanceof Timer timer) {
			assign(timer, known);
		}
		else if (meter instanceof Gauge gauge) {
			if (this.poolSizes.isPoolSize(id)) {
				this.poolSizes.add(gauge);
			}
			else {
				assign(id, gauge);
			}
		}
		else if (meter instanceof Counter counter) {
			counter(id, counter::count);
		}
		else if (meter instanceof FunctionCounter counter) {
			counter(id, counter::count);
		}
	}

	private void assign(Timer timer, boolean known) {
		Meter.Id id = timer.getId();
		Single single = Single.ofTimer(timer);
		if (single != null) {
			add(single);
			return;
		}
		Subject subject = this.roles.obtain().subject(id);
		if (subject == null) {
			return;
		}
		boolean failed = isFailed(id);
		if (failed) {
			this.exceptions.seen(subject, id);
		}
		if (this.roles.obtain().isServed(id)) {
			this.all.add(timer, failed, known);
		}
		if (take(subject.type(), subject.name())) {
			this.groups.computeIfAbsent(subject, (key) -> new TimerGroup(true)).add(timer, failed, known);
		}
	}

	private boolean isFailed(Meter.Id id) {
		KeyValues keyValues = KeyValues.empty();
		for (Tag tag : id.getTagsAsIterable()) {
			keyValues = keyValues.and(KeyValue.of(tag.getKey(), tag.getValue()));
		}
		if (this.failures.failure(id.getName(), keyValues) != null) {
			return true;
		}
		String error = id.getTag(HttpNames.ERROR);
		return error != null && !error.equals(NONE) && !this.roles.obtain().isServed(id);
	}

	private void assign(Meter.Id id, Gauge gauge) {
		Single single = Single.ofGauge(id, gauge);
		if (single != null) {
			add(single);
		}
	}

	private void counter(Meter.Id id, DoubleSupplier total) {
		String objective = id.getName().equals(OBJECTIVE_EVENTS) ? id.getTag("slo") : null;
		if (objective != null) {
			this.objectives.add(objective, String.valueOf(id.getTag("result")), total);
			return;
		}
		Single single = Single.ofCounter(id, total);
		if (single == null && this.business.test(id.getName())) {
			single = Single.rate(SignalType.BUSINESS, new Subject(Type.BUSINESS, id.getName()), total);
		}
		if (single != null) {
			add(single);
		}
	}

	/**
	 * Signals of the same name are added up: a business event counts in total, not by the
	 * tags that users chose.
	 */
	private void add(Single single) {
		if (take(single.subject.type(), single.subject.name())) {
			this.singles.merge(single.type + " " + single.subject.name(), single, Single::plus);
		}
	}

	private void remove(Meter meter) {
		if (meter instanceof Timer timer) {
			this.all.remove(timer);
			Subject subject = this.roles.obtain().subject(timer.getId());
			TimerGroup group = (subject != null) ? this.groups.get(subject) : null;
			if (group != null) {
				group.remove(timer);
			}
		}
	}

	/**
	 * Take a place for a subject, unless it has one.
	 */
	private boolean take(Type type, String name) {
		Set<String> names = this.taken.computeIfAbsent(type, (key) -> new HashSet<>());
		if (names.contains(name)) {
			return true;
		}
		if (names.size() >= PLACES.getOrDefault(type, 1)) {
			refuse(new Subject(type, name));
			return false;
		}
		names.add(name);
		return true;
	}

	private void refuse(Subject subject) {
		if (this.refused.size() < PENDING && this.refused.add(subject)) {
			this.dropped++;
		}
	}

	private void replaceIdle() {
		List<Subject> idle = this.groups.keySet().stream().filter(this::isIdle).toList();
		if (idle.isEmpty() || this.refused.isEmpty()) {
			return;
		}
		Map<Subject, Long> counts = new HashMap<>();
		for (Meter meter : this.registry.getMeters()) {
			if (meter instanceof Timer timer) {
				Subject subject = this.roles.obtain().subject(meter.getId());
				if (subject != null && this.refused.contains(subject)) {
					counts.merge(subject, timer.count(), Long::sum);
				}
			}
		}
		for (Subject each : idle) {
			counts.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().type() == each.type())
				.max(Comparator.comparingLong(Map.Entry<Subject, Long>::getValue))
				.ifPresent((entry) -> {
					counts.remove(entry.getKey());
					replace(each, entry.getKey());
				});
		}
	}

	private boolean isIdle(Subject subject) {
		Series traffic = this.series.get(SignalType.TRAFFIC.label() + " " + subject.name());
		return traffic != null && traffic.idle() >= IDLE;
	}

	private void replace(Subject idle, Subject busy) {
		this.groups.remove(idle);
		this.series.values().removeIf((each) -> each.subject().equals(idle));
		this.taken.getOrDefault(idle.type(), new HashSet<>()).remove(idle.name());
		this.refused.remove(busy);
		for (Meter meter : this.registry.getMeters()) {
			if (meter instanceof Timer timer && busy.equals(this.roles.obtain().subject(meter.getId()))
					&& take(busy.type(), busy.name())) {
				this.groups.computeIfAbsent(busy, (key) -> new TimerGroup(true))
					.add(timer, isFailed(meter.getId()), true);
			}
		}
	}

	/**
	 * Return the signals that are watched.
	 * @return the series
	 */
	Collection<Series> series() {
		return this.series.values();
	}

	/**
	 * Return the latest readings of the resources.
	 * @return the readings
	 */
	List<ResourceUse> resources() {
		return this.resources.resources();
	}

	@Nullable Series find(SignalType type, Subject subject) {
		return this.series.get(type.label() + " " + subject.name());
	}

	/**
	 * Add a value of a signal that is not read from a meter.
	 */
	void add(long step, SignalType type, Subject subject, double value) {
		put(step, type, subject, value);
	}

	/**
	 * Restore a series that an earlier run has learned.
	 */
	void restore(Series restored) {
		if (this.series.size() < this.maxSignals) {
			this.series.putIfAbsent(restored.name(), restored);
		}
	}

	/**
	 * Return the busiest routes.
	 * @param limit how many at most
	 * @return the routes
	 */
	List<Subject> busiestRoutes(int limit) {
		return this.groups.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().type() == Type.ROUTE)
			.sorted(Comparator.comparingDouble((entry) -> -entry.getValue().rate()))
			.limit(limit)
			.map(Map.Entry::getKey)
			.toList();
	}

	long dropped() {
		return this.dropped;
	}

	/**
	 * A signal that is read from one meter, or from several of the same name.
	 */
	private static final class Single {

		private final SignalType type;

		private final Subject subject;

		private final List<DoubleSupplier> totals = new ArrayList<>();

		private final @Nullable CounterRate rate;

		private Single(SignalType type, Subject subject, DoubleSupplier value, @Nullable CounterRate rate) {
			this.type = type;
			this.subject = subject;
			this.totals.add(value);
			this.rate = rate;
		}

		static Single rate(SignalType type, Subject subject, DoubleSupplier total) {
			return new Single(type, subject, total, new CounterRate());
		}

		private static Single host(SignalType type, String name, DoubleSupplier total, boolean rate) {
			return new Single(type, new Subject(Type.HOST, name), total, rate ? new CounterRate() : null);
		}

		static @Nullable Single ofTimer(Timer timer) {
			DoubleSupplier time = () -> timer.totalTime(TimeUnit.SECONDS);
			return switch (timer.getId().getName()) {
				case JvmNames.GC_PAUSE -> host(SignalType.WAITING, "garbage collection", time, true);
				case "hikaricp.connections.acquire" -> rate(SignalType.WAITING,
						new Subject(Type.RESOURCE, "connections of " + timer.getId().getTag("pool")), time);
				default -> null;
			};
		}

		static @Nullable Single ofGauge(Meter.Id id, Gauge gauge) {
			return switch (id.getName()) {
				case "process.cpu.usage", "jvm.cpu.recent_utilization" ->
					host(SignalType.UTILIZATION, "cpu of the process", gauge::value, false);
				case "jvm.threads.states", "jvm.thread.count" ->
					isBlocked(id) ? host(SignalType.WAITING, "threads blocked by a lock", gauge::value, false) : null;
				default -> null;
			};
		}

		private static boolean isBlocked(Meter.Id id) {
			return "blocked".equals(id.getTag("state")) || "blocked".equals(id.getTag("jvm.thread.state"));
		}

		static @Nullable Single ofCounter(Meter.Id id, DoubleSupplier total) {
			return switch (id.getName()) {
				case "observability.saturation.cpu.throttled" ->
					host(SignalType.WAITING, "throttling by the CPU quota", total, true);
				case "observability.saturation.run.queue.wait" ->
					host(SignalType.WAITING, "run queue of the CPU", total, true);
				case "logback.events", "log4j2.events" -> level(id, total);
				default -> null;
			};
		}

		private static @Nullable Single level(Meter.Id id, DoubleSupplier total) {
			String level = String.valueOf(id.getTag("level"));
			return (level.equals("error") || level.equals("warn"))
					? rate(SignalType.LOG_LINES, new Subject(Type.LOG, "level " + level), total) : null;
		}

		static Single plus(Single one, Single other) {
			one.totals.addAll(other.totals);
			return one;
		}

		double read(double seconds) {
			double sum = 0;
			for (DoubleSupplier total : this.totals) {
				sum += total.getAsDouble();
			}
			return (this.rate != null) ? this.rate.next(sum, seconds) : sum;
		}

	}

}
