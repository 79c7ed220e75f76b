package io.github.observability.business;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A score computed from meters. All gauges of one scrape share one reading, so that the
 * contributions explain the score.
 */
final class Score {

	private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final List<Component> components;

	private final ScoreFormula formula;

	private final MeterRegistry registry;

	private @Nullable Reading latest;

	Score(String name, BusinessProperties.ScoreDeclaration declaration, MeterRegistry registry) {
		this.components = declaration.components()
			.entrySet()
			.stream()
			.map((entry) -> Component.of(entry.getKey(), entry.getValue()))
			.toList();
		this.formula = new ScoreFormula(declaration.combine() == BusinessProperties.ScoreDeclaration.Combine.MINIMUM,
				this.components.stream().mapToDouble(Component::weight).toArray());
		this.registry = registry;
		bind(name);
	}

	private void bind(String name) {
		gauge(BusinessMeter.SCORE, () -> reading().score(), name);
		for (int i = 0; i < this.components.size(); i++) {
			int index = i;
			String component = this.components.get(i).name();
			gauge(BusinessMeter.SCORE_COMPONENT, () -> reading().positions()[index], name, component);
			gauge(BusinessMeter.SCORE_CONTRIBUTION, () -> reading().contributions()[index], name, component);
		}
	}

	private void gauge(BusinessMeter meter, Supplier<Number> value, String... tags) {
		Gauge.builder(meter.getName(), value)
			.description(meter.description())
			.tags(meter.tags(tags))
			.strongReference(true)
			.register(this.registry);
	}

	List<String> componentNames() {
		return this.components.stream().map(Component::name).toList();
	}

	synchronized Reading reading() {
		long now = this.registry.config().clock().monotonicTime();
		Reading known = this.latest;
		if (known == null || now - known.nanos() >= FRESH_NANOS) {
			known = read(now);
			this.latest = known;
		}
		return known;
	}

	private Reading read(long now) {
		double[] values = this.components.stream().mapToDouble((component) -> component.value(this.registry)).toArray();
		double[] positions = IntStream.range(0, values.length)
			.mapToDouble((i) -> this.components.get(i).position(values[i]))
			.toArray();
		return new Reading(now, this.formula.score(positions), values, positions,
				this.formula.contributions(positions));
	}

	/**
	 * Return the component that lowers the score most, or one that is unknown.
	 * @return its name, {@code null} if no component lowers the score
	 */
	@Nullable String cause() {
		Reading reading = reading();
		double most = 0;
		String cause = null;
		for (int i = 0; i < this.components.size(); i++) {
			if (Double.isNaN(reading.positions()[i])) {
				return this.components.get(i).name();
			}
			if (reading.contributions()[i] > most) {
				most = reading.contributions()[i];
				cause = this.components.get(i).name();
			}
		}
		return cause;
	}

	/**
	 * A score at a moment.
	 *
	 * @param nanos the time of the reading
	 * @param score the score
	 * @param values the meter values of the components
	 * @param positions the components from 0 to 1
	 * @param contributions how much each component lowers the score
	 */
	record Reading(long nanos, double score, double[] values, double[] positions, double[] contributions) {

		@Override
		public String toString() {
			return this.score + " of " + Arrays.toString(this.positions);
		}

	}

	private record Component(String name, String meter, @Nullable String per, double good, double bad, double weight) {

		static Component of(String name, BusinessProperties.ScoreDeclaration.Component declaration) {
			return new Component(name, Objects.requireNonNull(declaration.meter()), declaration.per(),
					Objects.requireNonNull(declaration.good()), Objects.requireNonNull(declaration.bad()),
					declaration.weight());
		}

		double value(MeterRegistry registry) {
			double value = sum(registry, this.meter);
			return (this.per != null) ? value / sum(registry, this.per) : value;
		}

		private static double sum(MeterRegistry registry, String name) {
			Collection<Meter> meters = registry.find(name).meters();
			// Unknown rather than 0 while there is no meter.
			return meters.isEmpty() ? Double.NaN : meters.stream().mapToDouble(Component::read).sum();
		}

		private static double read(Meter meter) {
			if (meter instanceof Gauge gauge) {
				return gauge.value();
			}
			return (meter instanceof Counter counter) ? counter.count() : Double.NaN;
		}

		double position(double value) {
			return ScoreFormula.position(value, this.bad, this.good);
		}

	}

}
