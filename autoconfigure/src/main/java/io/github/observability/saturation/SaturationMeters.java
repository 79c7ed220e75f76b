package io.github.observability.saturation;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

import io.github.observability.DaemonScheduler;
import io.github.observability.saturation.forecast.Exhaustion;
import io.github.observability.saturation.forecast.ExhaustionForecast;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Reads all resources in the background, once every interval, and shows the readings as
 * meters. A scrape sees the values of the last pass. A resource that the pass could not
 * read has no meter, because neither 0 nor {@code NaN} would be true.
 */
final class SaturationMeters implements ResourceMonitor, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SaturationMeters.class);

	/**
	 * Name of the CPU, for which there is no forecast: its use is a rate and does not
	 * fill up.
	 */
	private static final String CPU = "cpu";

	private static final Comparator<ResourceUse> FULLEST_FIRST = Comparator
		.comparingDouble((ResourceUse use) -> (use.utilization() != null) ? use.utilization() : -1)
		.reversed()
		.thenComparing(ResourceUse::resource);

	private final MeterRegistry registry;

	private final List<SaturationSource> sources;

	private final Duration interval;

	private final int maxResources;

	private final boolean forecasting;

	private final LongSupplier nanos;

	private final Counter dropped;

	private final Map<String, Shown> ratios = new HashMap<>();

	private final Map<SaturationReadings.Total, Shown> totals = new HashMap<>();

	private final Map<SaturationReadings.Total, Shown> exhaustions = new HashMap<>();

	private final Map<String, ExhaustionForecast> forecasts = new HashMap<>();

	private final Set<String> reported = new HashSet<>();

	/** Held by a pass. */
	private final ReentrantLock passes = new ReentrantLock();

	private volatile List<ResourceUse> resources = List.of();

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-saturation");

	SaturationMeters(MeterRegistry registry, List<SaturationSource> sources, SaturationProperties properties,
			LongSupplier nanos) {
		this.registry = registry;
		this.sources = sources;
		this.interval = properties.interval();
		this.maxResources = properties.maxResources();
		this.forecasting = properties.forecast();
		this.nanos = nanos;
		this.dropped = Counter.builder(SaturationMeter.DROPPED.getName())
			.description(SaturationMeter.DROPPED.description())
			.register(registry);
	}

	/**
	 * Read all resources once and show them. A source that fails does not affect the
	 * others.
	 */
	void pass() {
		this.passes.lock();
		try {
			read();
		}
		finally {
			this.passes.unlock();
		}
	}

	private void read() {
		SaturationReadings readings = new SaturationReadings(this.nanos.getAsLong(), this.reported);
		for (SaturationSource source : this.sources) {
			try {
				source.read(readings);
			}
			catch (RuntimeException | LinkageError ex) {
				readings.unreadable(source.getClass().getSimpleName(), ex);
			}
		}
		limit(readings.uses());
		if (this.forecasting) {
			forecast(readings);
		}
		show(readings);
		this.resources = readings.uses().values().stream().sorted(FULLEST_FIRST).toList();
	}

	private void limit(Map<String, ResourceUse> uses) {
		int excess = uses.size() - this.maxResources;
		if (excess <= 0) {
			return;
		}
		if (this.reported.add("limit")) {
			logger.warn("{} of {} resources are left out. Raise 'observability.saturation.max-resources' to see them",
					excess, uses.size());
		}
		this.dropped.increment(excess);
		// In the order of reading, which each pass repeats.
		List<String> further = uses.keySet().stream().skip(this.maxResources).toList();
		uses.keySet().removeAll(further);
	}

	private void forecast(SaturationReadings readings) {
		this.forecasts.keySet().retainAll(readings.uses().keySet());
		Map<SaturationReadings.Total, Double> foreseen = new HashMap<>();
		readings.uses().replaceAll((resource, use) -> {
			if (use.utilization() == null || resource.equals(CPU)) {
				return use;
			}
			Exhaustion exhaustion = this.forecasts
				.computeIfAbsent(resource, (each) -> new ExhaustionForecast(this.interval))
				.read(readings.nanos(), use.utilization());
			if (exhaustion != null) {
				foreseen.put(bound(resource, "estimate"), exhaustion.seconds());
				foreseen.put(bound(resource, "earliest"), exhaustion.earliestSeconds());
				foreseen.put(bound(resource, "latest"), exhaustion.latestSeconds());
			}
			return use.with(exhaustion);
		});
		show(this.exhaustions, foreseen, (key, value) -> gauge(key.meter(), key.tags(), value));
	}

	private static SaturationReadings.Total bound(String resource, String bound) {
		return new SaturationReadings.Total(SaturationMeter.EXHAUSTION,
				Tags.of(SaturationTag.RESOURCE.asString(), resource, SaturationTag.BOUND.asString(), bound));
	}

	private void show(SaturationReadings readings) {
		Map<String, Double> utilizations = new HashMap<>();
		readings.uses().forEach((resource, use) -> {
			if (use.utilization() != null) {
				utilizations.put(resource, use.utilization());
			}
		});
		show(this.ratios, utilizations, (resource, value) -> gauge(SaturationMeter.SATURATION,
				Tags.of(SaturationTag.RESOURCE.asString(), resource), value));
		show(this.totals, readings.totals(), this::counter);
	}

	/** Remove the meters of what has no value, and make those that are missing. */
	private <K> void show(Map<K, Shown> shown, Map<K, Double> values, BiFunction<K, Double, Shown> meter) {
		shown.entrySet().removeIf((entry) -> !values.containsKey(entry.getKey()) && remove(entry.getValue()));
		values.forEach((key, value) -> {
			Shown known = shown.get(key);
			if (known != null) {
				known.value = value;
			}
			else {
				shown.put(key, meter.apply(key, value));
			}
		});
	}

	private Shown gauge(SaturationMeter meter, Tags tags, double value) {
		Shown shown = new Shown(value);
		shown.meter = Gauge.builder(meter.getName(), shown, Shown::value)
			.description(meter.description())
			.baseUnit(meter.getBaseUnit())
			.tags(tags)
			.strongReference(true)
			.register(this.registry);
		return shown;
	}

	private Shown counter(SaturationReadings.Total total, double value) {
		Shown shown = new Shown(value);
		shown.meter = FunctionCounter.builder(total.meter().getName(), shown, Shown::value)
			.description(total.meter().description())
			.baseUnit(total.meter().getBaseUnit())
			.tags(total.tags())
			.register(this.registry);
		return shown;
	}

	private boolean remove(Shown shown) {
		if (shown.meter != null) {
			this.registry.remove(shown.meter);
		}
		return true;
	}

	@Override
	public List<ResourceUse> resources() {
		return this.resources;
	}

	@Override
	public void start() {
		this.scheduler.start(this::passIfRunning, Duration.ZERO, this.interval);
	}

	/** A pass that begins while the application stops would show meters again. */
	private void passIfRunning() {
		this.passes.lock();
		try {
			if (this.scheduler.isRunning()) {
				pass();
			}
		}
		finally {
			this.passes.unlock();
		}
	}

	@Override
	public void stop() {
		if (this.scheduler.isRunning()) {
			this.scheduler.stop();
			forget();
		}
	}

	/**
	 * Remove the meters, whose values would stay the same. A pass that hangs, as on a
	 * file system that is gone, does not keep the application from stopping.
	 */
	private void forget() {
		try {
			if (this.passes.tryLock(1, TimeUnit.SECONDS)) {
				try {
					this.ratios.values().removeIf(this::remove);
					this.exhaustions.values().removeIf(this::remove);
					this.forecasts.clear();
					this.totals.values().removeIf(this::remove);
					this.resources = List.of();
				}
				finally {
					this.passes.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	/** The value of a meter in the last pass. */
	private static final class Shown {

		private volatile double value;

		private @Nullable Meter meter;

		Shown(double value) {
			this.value = value;
		}

		double value() {
			return this.value;
		}

	}

}
