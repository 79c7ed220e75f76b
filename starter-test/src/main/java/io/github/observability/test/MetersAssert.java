package io.github.observability.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.assertj.core.api.AbstractAssert;

import org.springframework.util.ClassUtils;

/**
 * Assertions on meters. Tags are keys and values; series that have others besides count
 * as well.
 */
public final class MetersAssert extends AbstractAssert<MetersAssert, Meters> {

	private static final boolean PROMETHEUS = ClassUtils
		.isPresent("io.micrometer.prometheusmetrics.PrometheusMeterRegistry", MetersAssert.class.getClassLoader());

	private static final double ROUNDING = 1e-9;

	MetersAssert(Meters actual) {
		super(actual, MetersAssert.class);
	}

	/**
	 * Verify that a counter rose by an amount since the test began, or that a timer or
	 * summary was recorded that often.
	 * @param amount the amount
	 * @param meter the name of the meter
	 * @param tags keys and values of its tags
	 * @return this
	 */
	public MetersAssert hasIncreasedBy(double amount, String meter, String... tags) {
		this.actual.await(() -> {
			double increase = this.actual.increase(meter, tags);
			return increase > amount || isSame(increase, amount);
		});
		double increase = this.actual.increase(meter, tags);
		if (!isSame(increase, amount)) {
			failWithMessage("%s", "Expected '" + meter + "' " + Arrays.toString(tags) + " to rise by " + amount
					+ " but it rose by " + increase + ":\n" + this.actual.describe(meter));
		}
		return this;
	}

	/**
	 * Verify that a gauge has a value.
	 * @param value the value
	 * @param meter the name of the meter
	 * @param tags keys and values of its tags
	 * @return this
	 */
	public MetersAssert hasValue(double value, String meter, String... tags) {
		this.actual.await(() -> isSame(this.actual.value(meter, tags), value));
		double current = this.actual.value(meter, tags);
		if (!isSame(current, value)) {
			failWithMessage("%s", "Expected '" + meter + "' " + Arrays.toString(tags) + " to be " + value
					+ " but it is " + current + ":\n" + this.actual.describe(meter));
		}
		return this;
	}

	/** Sums of fractions are seldom what the same sum is on paper. */
	private static boolean isSame(double one, double other) {
		return one == other || Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
	}

	/**
	 * Verify that a meter has a series with some tags.
	 * @param meter the name of the meter
	 * @param tags keys and values of its tags
	 * @return this
	 */
	public MetersAssert hasMeter(String meter, String... tags) {
		this.actual.await(() -> !this.actual.find(meter, tags).isEmpty());
		if (this.actual.find(meter, tags).isEmpty()) {
			failWithMessage("%s", "Expected '" + meter + "' " + Arrays.toString(tags) + " but there is\n"
					+ this.actual.describe(meter));
		}
		return this;
	}

	/**
	 * Verify that a meter has no series with some tags.
	 * @param meter the name of the meter
	 * @param tags keys and values of its tags
	 * @return this
	 */
	public MetersAssert doesNotHaveMeter(String meter, String... tags) {
		if (!this.actual.find(meter, tags).isEmpty()) {
			failWithMessage("%s", "Expected no '" + meter + "' " + Arrays.toString(tags) + " but there is\n"
					+ this.actual.describe(meter));
		}
		return this;
	}

	/**
	 * Verify that no tag of any meter has more than a number of values or contains an id.
	 * @param most the number
	 * @return this
	 */
	public MetersAssert hasLowCardinalityTags(int most) {
		Map<String, Set<String>> values = new TreeMap<>();
		for (Meter meter : this.actual.registry().getMeters()) {
			for (Tag tag : meter.getId().getTags()) {
				values.computeIfAbsent(meter.getId().getName() + "' tag '" + tag.getKey(), (key) -> new TreeSet<>())
					.add(tag.getValue());
			}
		}
		List<String> findings = new ArrayList<>();
		values.forEach((tag, set) -> {
			if (set.size() > most) {
				findings.add("Meter '" + tag + "' has " + set.size() + " values: " + set.stream().limit(10).toList());
			}
		});
		if (!findings.isEmpty()) {
			failWithMessage("%s", String.join("\n", findings));
		}
		return this;
	}

	/**
	 * Verify that a meter has an exemplar of a trace on any of its series.
	 * @param meter the name of the meter
	 * @param trace the trace
	 * @return this
	 */
	public MetersAssert hasExemplar(String meter, Trace trace) {
		if (!PROMETHEUS) {
			failWithMessage("Exemplars need micrometer-registry-prometheus, which is not present");
		}
		PrometheusMeterRegistry registry = this.actual.registry(PrometheusMeterRegistry.class);
		if (registry == null) {
			failWithMessage("Exemplars need a PrometheusMeterRegistry, which the application does not have");
			return this;
		}
		this.actual.await(() -> hasExemplar(registry, meter, trace.traceId()));
		if (!hasExemplar(registry, meter, trace.traceId())) {
			failWithMessage("%s", "Expected an exemplar of '" + meter + "' with trace " + trace.traceId()
					+ " but the scrape has\n    " + String.join("\n    ", samples(registry, meter)));
		}
		return this;
	}

	private static boolean hasExemplar(PrometheusMeterRegistry registry, String meter, String traceId) {
		return samples(registry, meter).stream()
			.anyMatch((line) -> line.contains(" # {") && line.contains("trace_id=\"" + traceId + "\""));
	}

	private static List<String> samples(PrometheusMeterRegistry registry, String meter) {
		String name = meter.replaceAll("[^A-Za-z0-9_:]", "_");
		return registry.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8")
			.lines()
			.filter((line) -> line.startsWith(name))
			.toList();
	}

	/**
	 * Verify that all meters that are not Boot's or Micrometer's own are in the telemetry
	 * registry, with their types and tags.
	 * @return this
	 */
	public MetersAssert areRegistered() {
		List<String> findings = TelemetryRegistry.ofTest().checkMeters(this.actual.registry().getMeters());
		if (!findings.isEmpty()) {
			failWithMessage("%s", String.join("\n", findings));
		}
		return this;
	}

}
