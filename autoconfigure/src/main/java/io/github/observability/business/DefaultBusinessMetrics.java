package io.github.observability.business;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * {@link BusinessMetrics} over a {@link MeterRegistry}.
 */
final class DefaultBusinessMetrics implements BusinessMetrics {

	private static final String MINOR_UNITS = "minor_units";

	private final MeterRegistry registry;

	private final BusinessProperties properties;

	private final Map<String, Declared> declared = new ConcurrentHashMap<>();

	private final Set<String> gauges = ConcurrentHashMap.newKeySet();

	DefaultBusinessMetrics(MeterRegistry registry, BusinessProperties properties) {
		this.registry = registry;
		this.properties = properties;
	}

	@Override
	public BusinessCounter counter(String name, String description, String... tagKeys) {
		return new Events(declare(new BusinessMeterId(name, description, null, List.of(tagKeys))));
	}

	@Override
	public BusinessAmount amount(String name, String description, String... tagKeys) {
		List<String> keys = new ArrayList<>(Arrays.asList(tagKeys));
		keys.add(BusinessTag.CURRENCY.asString());
		return new Money(declare(new BusinessMeterId(name, description, MINOR_UNITS, List.copyOf(keys))));
	}

	private BoundedCounters declare(BusinessMeterId id) {
		if (this.gauges.contains(id.name())) {
			throw declaredBefore(id.name());
		}
		Declared known = this.declared.computeIfAbsent(id.name(),
				(name) -> new Declared(id, new BoundedCounters(this.registry, id, this.properties)));
		if (!known.id().isSameMeter(id)) {
			throw declaredBefore(id.name());
		}
		return known.counters();
	}

	@Override
	public BusinessGauge gauge(String name, String description, DoubleSupplier value) {
		BusinessMeterId id = new BusinessMeterId(name, description, null, List.of());
		if (this.declared.containsKey(name) || !this.gauges.add(name)) {
			throw declaredBefore(name);
		}
		Gauge gauge = Gauge.builder(id.name(), value::getAsDouble)
			.description(id.description())
			.strongReference(true)
			.register(this.registry);
		return () -> {
			this.registry.remove(gauge);
			this.gauges.remove(name);
		};
	}

	private static IllegalArgumentException declaredBefore(String name) {
		return new IllegalArgumentException(
				"Business meter '%s' is declared already as another meter or with other tags".formatted(name));
	}

	private record Declared(BusinessMeterId id, BoundedCounters counters) {
	}

	private record Events(BoundedCounters counters) implements BusinessCounter {

		@Override
		public void increment(String... tagValues) {
			this.counters.add(1, tagValues);
		}

		@Override
		public void add(long count, String... tagValues) {
			this.counters.add(count, tagValues);
		}

	}

	private record Money(BoundedCounters counters) implements BusinessAmount {

		@Override
		public void add(long minorUnits, Currency currency, String... tagValues) {
			String[] values = Arrays.copyOf(tagValues, tagValues.length + 1);
			values[tagValues.length] = currency.getCurrencyCode();
			this.counters.add(minorUnits, values);
		}

	}

}
