package io.github.observability.incidents.signal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.observability.FailureTable;
import io.github.observability.HttpNames;
import io.github.observability.incidents.signal.Subject.Type;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

import org.springframework.util.function.SingletonSupplier;

/**
 * Traffic, errors and latency of what timers record: of all requests served, and of each
 * route, dependency and piece of work that has a place.
 */
final class TimerSignals {

	/** Steps of an hour, after which an idle subject gives up its place. */
	static final int IDLE = 360;

	private static final String NONE = "none";

	private final SingletonSupplier<MeterRoles> roles;

	private final MeterRegistry registry;

	private final FailureTable failures;

	private final NewExceptions exceptions;

	private final Places places;

	private final WatchedSeries series;

	private final TimerGroup all = new TimerGroup(true);

	private final Map<Subject, TimerGroup> groups = new LinkedHashMap<>();

	/**
	 * Create the signals.
	 * @param roles what meters stand for, asked on first use
	 * @param registry has the timers
	 * @param failures which outcomes are failures
	 * @param exceptions notices exceptions that are new
	 * @param places the places of the subjects
	 * @param series takes the values
	 */
	TimerSignals(Supplier<MeterRoles> roles, MeterRegistry registry, FailureTable failures, NewExceptions exceptions,
			Places places, WatchedSeries series) {
		this.roles = SingletonSupplier.of(roles);
		this.registry = registry;
		this.failures = failures;
		this.exceptions = exceptions;
		this.places = places;
		this.series = series;
	}

	/**
	 * Add a timer if it has a role.
	 * @param timer the timer
	 * @param known whether what it has recorded so far happened before the last reading
	 */
	void add(Timer timer, boolean known) {
		Meter.Id id = timer.getId();
		Subject subject = this.roles.obtain().subject(id);
		if (subject == null) {
			return;
		}
		boolean failed = isFailed(id);
		if (failed) {
			this.exceptions.seen(subject, id);
		}
		if (this.roles.obtain().isServed(id)) {
			this.all.add(timer, CountSource.of(this.registry, timer), failed, known);
		}
		add(subject, timer, failed, known);
	}

	private void add(Subject subject, Timer timer, boolean failed, boolean known) {
		if (this.places.take(subject.type(), subject.name())) {
			this.groups.computeIfAbsent(subject, (key) -> new TimerGroup(true))
				.add(timer, CountSource.of(this.registry, timer), failed, known);
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

	void remove(Timer timer) {
		this.all.remove(timer);
		Subject subject = this.roles.obtain().subject(timer.getId());
		TimerGroup group = (subject != null) ? this.groups.get(subject) : null;
		if (group != null) {
			group.remove(timer);
		}
	}

	/**
	 * Read all timers.
	 * @param step the number of the step
	 * @param seconds the time since the last step
	 */
	void read(long step, double seconds) {
		read(step, seconds, Subject.SERVICE, this.all);
		this.groups.forEach((subject, group) -> read(step, seconds, subject, group));
	}

	private void read(long step, double seconds, Subject subject, TimerGroup group) {
		group.read(seconds);
		if (group.isEmpty()) {
			return;
		}
		this.series.add(step, SignalType.TRAFFIC, subject, group.rate());
		this.series.add(step, SignalType.ERRORS, subject, group.errorRatio());
		this.series.add(step, SignalType.LATENCY, subject, group.mean());
		this.series.add(step, SignalType.TAIL_LATENCY, subject, group.tailLatency());
	}

	/**
	 * Give the place of each idle subject to the busiest one of its type that has none.
	 */
	void replaceIdle() {
		List<Subject> idle = this.groups.keySet().stream().filter(this::isIdle).toList();
		if (idle.isEmpty() || !this.places.hasRefused()) {
			return;
		}
		Map<Subject, Long> counts = new HashMap<>();
		for (Meter meter : this.registry.getMeters()) {
			if (meter instanceof Timer timer) {
				Subject subject = this.roles.obtain().subject(meter.getId());
				if (subject != null && this.places.isRefused(subject)) {
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
		Series traffic = this.series.find(SignalType.TRAFFIC, subject);
		return traffic != null && traffic.idle() >= IDLE;
	}

	private void replace(Subject idle, Subject busy) {
		this.groups.remove(idle);
		this.series.remove(idle);
		this.places.free(idle, busy);
		for (Meter meter : this.registry.getMeters()) {
			if (meter instanceof Timer timer && busy.equals(this.roles.obtain().subject(meter.getId()))) {
				add(busy, timer, isFailed(meter.getId()), true);
			}
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

}
