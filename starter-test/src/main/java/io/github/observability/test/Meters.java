package io.github.observability.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the application, and how they changed since the test began. Assertions
 * begin with {@code assertThat(meters)}; one that expects a change waits for it until the
 * deadline of the test, as a request is recorded when its response has left.
 */
public final class Meters implements AssertProvider<MetersAssert> {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final ObjectProvider<MeterRegistry> registries;

	private final Duration deadline;

	private final TestFiles files;

	private final Map<Meter.Id, Double> before = new HashMap<>();

	Meters(ObjectProvider<MeterRegistry> registries, Duration deadline, TestFiles files) {
		this.registries = registries;
		this.deadline = deadline;
		this.files = files;
	}

	void begin() {
		this.before.clear();
		MeterRegistry registry = this.registries.getIfAvailable();
		if (registry != null) {
			registry.forEachMeter((meter) -> this.before.put(meter.getId(), total(meter)));
		}
	}

	/**
	 * Return the registry.
	 * @return the registry that the application records into
	 */
	public MeterRegistry registry() {
		MeterRegistry registry = this.registries.getIfAvailable();
		if (registry == null) {
			throw new AssertionError("No meters are recorded: the application has no MeterRegistry. "
					+ "Is spring-boot-micrometer-metrics present?");
		}
		return registry;
	}

	/**
	 * Return what a counter rose by, or how often a timer or summary was recorded, since
	 * the test began.
	 * @param name the name
	 * @param tags keys and values that a series has among others
	 * @return the sum over all series
	 */
	public double increase(String name, String... tags) {
		double increase = 0;
		for (Meter meter : find(name, tags)) {
			increase += total(meter) - this.before.getOrDefault(meter.getId(), 0.0);
		}
		return increase;
	}

	/**
	 * Return the value of a gauge.
	 * @param name the name
	 * @param tags keys and values that a series has among others
	 * @return the value of the first series, {@code NaN} if there is none
	 */
	public double value(String name, String... tags) {
		for (Meter meter : find(name, tags)) {
			for (Measurement measurement : meter.measure()) {
				return measurement.getValue();
			}
		}
		return Double.NaN;
	}

	List<Meter> find(String name, String... tags) {
		List<Meter> found = new ArrayList<>();
		for (Meter meter : registry().getMeters()) {
			if (meter.getId().getName().equals(name) && hasTags(meter, tags)) {
				found.add(meter);
			}
		}
		return found;
	}

	private static boolean hasTags(Meter meter, String... tags) {
		List<Tag> present = meter.getId().getTags();
		return Tags.of(tags).stream().allMatch(present::contains);
	}

	/**
	 * What only rises: a count, or the number of recordings.
	 */
	private static double total(Meter meter) {
		for (Measurement measurement : meter.measure()) {
			if (measurement.getStatistic() == Statistic.COUNT) {
				return measurement.getValue();
			}
		}
		return 0;
	}

	/**
	 * Wait until a condition holds. Registries tell nobody when they change.
	 */
	void await(BooleanSupplier condition) {
		long end = System.nanoTime() + this.deadline.toNanos();
		while (!condition.getAsBoolean() && System.nanoTime() < end) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	/**
	 * Find a registry of a type in the composite.
	 */
	<T extends MeterRegistry> @Nullable T registry(Class<T> type) {
		MeterRegistry registry = registry();
		if (type.isInstance(registry)) {
			return type.cast(registry);
		}
		if (registry instanceof CompositeMeterRegistry composite) {
			for (MeterRegistry each : composite.getRegistries()) {
				if (type.isInstance(each)) {
					return type.cast(each);
				}
			}
		}
		return null;
	}

	/**
	 * List the series of a meter, or those with names that begin alike.
	 */
	String describe(String name) {
		List<String> lines = new ArrayList<>();
		String prefix = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
		registry().forEachMeter((meter) -> {
			if (meter.getId().getName().equals(name) || meter.getId().getName().startsWith(prefix + ".")) {
				lines.add("    " + meter.getId().getName() + " " + meter.getId().getTags() + " "
						+ meter.measure().iterator().next().getValue() + " (+"
						+ (total(meter) - this.before.getOrDefault(meter.getId(), 0.0)) + ")");
			}
		});
		return lines.isEmpty() ? "    (no meter begins with '" + prefix + "')"
				: String.join("\n", lines.stream().sorted().toList());
	}

	TestFiles files() {
		return this.files;
	}

	@Override
	public MetersAssert assertThat() {
		return new MetersAssert(this);
	}

}
