package io.github.observability.business;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessMetrics} over a {@link MeterRegistry}.
 */
final class DefaultBusinessMetrics implements BusinessMetrics {

	private static final String AMOUNT = ".amount";

	private final MeterRegistry registry;

	private final MeterCatalog catalog;

	private final EventRecorder recorder;

	private final DefaultBusinessPurchases.PriceRanges priceRanges;

	private final Map<String, DefaultBusinessFunnel> funnels = new TreeMap<>();

	DefaultBusinessMetrics(MeterRegistry registry, BusinessProperties properties, MeterCatalog catalog,
			EventRecorder recorder) {
		this.registry = registry;
		this.catalog = catalog;
		this.recorder = recorder;
		this.priceRanges = new DefaultBusinessPurchases.PriceRanges(properties.priceRanges());
		properties.funnels()
			.forEach((name, steps) -> this.funnels.put(name,
					new DefaultBusinessFunnel(name, steps, properties, registry, this.recorder)));
	}

	@Override
	public BusinessCounter counter(String name, String description, String... tagKeys) {
		return new DefaultBusinessCounter(counters(name, description, null, List.of(tagKeys)), this.recorder);
	}

	@Override
	public BusinessAmount amount(String name, String description, String... tagKeys) {
		return new DefaultBusinessAmount(money(name, description, List.of(tagKeys)), this.recorder);
	}

	@Override
	public BusinessQuantity quantity(String name, String description, String unit, String... tagKeys) {
		MeterId.requireName("Unit", unit);
		return new DefaultBusinessCounter(counters(name, description, unit, List.of(tagKeys)), this.recorder);
	}

	@Override
	public BusinessEvents events(String name, String description, String... tagKeys) {
		return events(name, description, List.of(tagKeys), List.of(tagKeys));
	}

	@Override
	public BusinessPurchases purchases(String name, String description, String... tagKeys) {
		List<String> keys = List.of(tagKeys);
		return new DefaultBusinessPurchases(events(name, description, plus(keys, BusinessTag.PRICE_RANGE), keys),
				this.priceRanges);
	}

	private DefaultBusinessEvents events(String name, String description, List<String> keys, List<String> amountKeys) {
		return new DefaultBusinessEvents(EventOccurrence.Kind.of(name, keys), counters(name, description, null, keys),
				money(name + AMOUNT, description + ": amounts", amountKeys), this.recorder);
	}

	private MeterSeriesView<Counter> money(String name, String description, List<String> keys) {
		return counters(name, description, MeterId.MINOR_UNITS, plus(keys, BusinessTag.CURRENCY));
	}

	private MeterSeriesView<Counter> counters(String name, String description, @Nullable String unit,
			List<String> keys) {
		return this.catalog.counter(new MeterId(name, Meter.Type.COUNTER, description, unit, keys));
	}

	private static List<String> plus(List<String> keys, BusinessTag last) {
		List<String> all = new ArrayList<>(keys);
		all.add(last.asString());
		return List.copyOf(all);
	}

	@Override
	public BusinessJourney journey(String name, String description) {
		DefaultBusinessEvents events = events(name, description,
				Arrays.asList(BusinessTag.EVENT.asString(), BusinessTag.SEGMENT.asString()),
				Arrays.asList(BusinessTag.EVENT.asString(), BusinessTag.SEGMENT.asString()));
		return (event, segment, subject) -> {
			events.occurred(event, segment);
			this.funnels.values()
				.stream()
				.filter((funnel) -> funnel.hasStep(event))
				.forEach((funnel) -> funnel.reached(event, subject));
		};
	}

	@Override
	public BusinessFunnel funnel(String name) {
		DefaultBusinessFunnel funnel = this.funnels.get(name);
		if (funnel == null) {
			throw new IllegalArgumentException(
					"There is no funnel '%s'; declare its steps with 'observability.business.funnels.%s'"
						.formatted(name, name));
		}
		return funnel;
	}

	@Override
	public BusinessTimer timer(String name, String description, String... tagKeys) {
		return new DefaultBusinessTimer(
				this.catalog.timer(new MeterId(name, Meter.Type.TIMER, description, null, List.of(tagKeys))),
				this.recorder, this.registry.config().clock());
	}

	@Override
	public BusinessGauge gauge(String name, String description, DoubleSupplier value) {
		MeterId id = new MeterId(name, Meter.Type.GAUGE, description, null, List.of());
		this.catalog.claimExclusively(id);
		Gauge gauge = Gauge.builder(id.name(), value::getAsDouble)
			.description(id.description())
			.strongReference(true)
			.register(this.registry);
		return () -> {
			this.registry.remove(gauge);
			this.catalog.release(id);
		};
	}

	Map<String, DefaultBusinessFunnel> funnels() {
		return this.funnels;
	}

}
