package io.github.observability.incidents.signal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.incidents.signal.Subject.Type;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.slo.ErrorBudgets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the signals from the meters, once per step. Meters are assigned to signals when
 * they are registered, so that a step reads only what is watched.
 * <p>
 * Each type of subject has a fixed number of places. A subject without events for an hour
 * gives its place to the busiest one that has none.
 */
public final class SignalReader {

	private static final int PENDING = 20_000;

	private static final String OBJECTIVE_EVENTS = "observability.slo.events";

	private final MeterRegistry registry;

	private final ResourceMonitor resources;

	private final Predicate<String> business;

	private final Objectives objectives;

	private final PoolSizes poolSizes;

	private final Places places = new Places();

	private final WatchedSeries series;

	private final TimerSignals timers;

	private final Map<String, MeterSignal> meters = new LinkedHashMap<>();

	private final @Nullable RouteVectors vectors;

	/** In their order, because a meter that is removed may be registered again. */
	private final Queue<Registration> pending = new ConcurrentLinkedQueue<>();

	private volatile boolean started;

	private long steps;

	/**
	 * Create a reader.
	 * @param sources what is read
	 * @param vectors judges signals together, {@code null} without the library
	 * @param changes receives changes that show in the meters
	 * @param maxSignals how many signals are watched at most
	 */
	public SignalReader(Sources sources, @Nullable RouteVectors vectors, MeterChanges changes, int maxSignals) {
		this.registry = sources.registry();
		this.resources = sources.resources();
		this.business = sources.business();
		this.objectives = new Objectives(sources.budgets());
		this.poolSizes = new PoolSizes(changes);
		this.series = new WatchedSeries(this.places, maxSignals);
		this.timers = new TimerSignals(() -> new MeterRoles(sources.names()), this.registry, sources.failures(),
				new NewExceptions(changes), this.places, this.series);
		this.vectors = vectors;
		this.registry.config()
			.onMeterAdded((meter) -> note(new Registration(meter, true)))
			.onMeterRemoved((meter) -> note(new Registration(meter, false)));
	}

	/** The first step reads the registry itself. */
	private void note(Registration registration) {
		if (this.started && this.pending.size() < PENDING) {
			this.pending.add(registration);
		}
	}

	/**
	 * Read all signals.
	 * @param step the number of the step
	 * @param seconds the time since the last step
	 */
	public void read(long step, double seconds) {
		assign();
		this.timers.read(step, seconds);
		this.meters.values()
			.forEach((signal) -> this.series.add(step, signal.type(), signal.subject(), signal.read(seconds)));
		for (ResourceUse use : this.resources.resources()) {
			if (this.places.take(Type.RESOURCE, use.resource())) {
				Subject subject = new Subject(Type.RESOURCE, use.resource());
				this.series.add(step, SignalType.UTILIZATION, subject, value(use.utilization()));
				this.series.add(step, SignalType.WAITING, subject, value(use.saturation()));
			}
		}
		this.objectives.read(seconds,
				(name, share) -> this.series.add(step, SignalType.OBJECTIVE, new Subject(Type.OBJECTIVE, name), share));
		this.poolSizes.read();
		if (++this.steps % TimerSignals.IDLE == 0) {
			this.timers.replaceIdle();
		}
		if (this.vectors != null) {
			this.vectors.read(step, this.timers, this.series);
		}
	}

	private static double value(@Nullable Double value) {
		return (value != null) ? value : Double.NaN;
	}

	private void assign() {
		if (!this.started) {
			this.started = true;
			this.registry.getMeters().forEach((meter) -> assign(meter, true));
		}
		List<Registration> latest = new ArrayList<>();
		Set<Meter> removed = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Registration each = this.pending.poll(); each != null; each = this.pending.poll()) {
			latest.add(each);
			if (!each.added()) {
				removed.add(each.meter());
			}
		}
		for (Registration each : latest) {
			if (!each.added()) {
				remove(each.meter());
			}
			// What is gone already would be looked up in vain.
			else if (!removed.contains(each.meter())) {
				assign(each.meter(), false);
			}
		}
	}

	private void remove(Meter meter) {
		if (meter instanceof Timer timer) {
			this.timers.remove(timer);
		}
		if (meter instanceof Gauge gauge) {
			this.poolSizes.remove(gauge);
		}
		this.objectives.remove(meter);
		this.meters.values().forEach((signal) -> signal.remove(meter));
	}

	private void assign(Meter meter, boolean known) {
		if (meter instanceof Timer timer) {
			assign(timer, known);
		}
		else if (meter instanceof Gauge gauge) {
			assign(gauge);
		}
		else if (meter instanceof Counter counter) {
			assign(meter, () -> CountSource.of(this.registry, counter).total(Counter::count));
		}
		else if (meter instanceof FunctionCounter counter) {
			assign(meter, () -> CountSource.of(this.registry, counter).total(FunctionCounter::count));
		}
	}

	private void assign(Timer timer, boolean known) {
		MeterSignal signal = MeterSignal.ofTimer(timer, this.registry);
		if (signal != null) {
			add(signal);
		}
		else {
			this.timers.add(timer, known);
		}
	}

	private void assign(Gauge gauge) {
		if (this.poolSizes.isPoolSize(gauge.getId())) {
			this.poolSizes.add(gauge);
		}
		else {
			add(MeterSignal.ofGauge(gauge));
		}
	}

	private void assign(Meter meter, Supplier<DoubleUnaryOperator> total) {
		Meter.Id id = meter.getId();
		String objective = id.getName().equals(OBJECTIVE_EVENTS) ? id.getTag("slo") : null;
		if (objective != null) {
			this.objectives.add(objective, String.valueOf(id.getTag("result")), meter, total.get());
			return;
		}
		MeterSignal signal = MeterSignal.ofCounter(meter, total);
		if (signal == null && this.business.test(id.getName())) {
			signal = MeterSignal.ofBusinessEvent(meter, total);
		}
		add(signal);
	}

	/**
	 * Signals of the same name are added up: a business event counts in total, not by the
	 * tags that users chose.
	 */
	private void add(@Nullable MeterSignal signal) {
		if (signal != null && this.places.take(signal.subject().type(), signal.subject().name())) {
			this.meters.merge(signal.type() + " " + signal.subject().name(), signal, MeterSignal::plus);
		}
	}

	/**
	 * Watch a series that an earlier run has learned.
	 * @param restored the series
	 */
	public void restore(Series restored) {
		this.series.restore(restored);
	}

	/**
	 * Return the signals that are watched.
	 * @return the series
	 */
	public Collection<Series> series() {
		return this.series.all();
	}

	/**
	 * Return the latest readings of the resources.
	 * @return the readings
	 */
	public List<ResourceUse> resources() {
		return this.resources.resources();
	}

	/**
	 * Return the objectives whose budget burns fast, with the share of bad events.
	 * @return the shares by the name of the objective
	 */
	public Map<String, Double> burning() {
		return this.objectives.burning();
	}

	/**
	 * Return how many signals are not watched because there are too many.
	 * @return the number
	 */
	public long dropped() {
		return this.places.dropped();
	}

	@Nullable Series find(SignalType type, Subject subject) {
		return this.series.find(type, subject);
	}

	List<Subject> busiestRoutes(int limit) {
		return this.timers.busiestRoutes(limit);
	}

	/**
	 * A meter that was registered or removed.
	 */
	private record Registration(Meter meter, boolean added) {
	}

	/**
	 * What signals are read from.
	 *
	 * @param registry has the meters
	 * @param names the names by which requests are recorded
	 * @param failures which outcomes are failures
	 * @param resources the resources
	 * @param budgets the error budgets of the objectives
	 * @param business whether a name is that of a business meter
	 */
	public record Sources(MeterRegistry registry, RecordedNames names, FailureTable failures, ResourceMonitor resources,
			ErrorBudgets budgets, Predicate<String> business) {

	}

}
