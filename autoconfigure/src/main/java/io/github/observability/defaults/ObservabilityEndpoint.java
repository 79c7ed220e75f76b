package io.github.observability.defaults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that tells what of the starter is on, why, who set Boot's
 * switches, and what was dropped at a limit so far.
 */
@Endpoint(id = "observability")
final class ObservabilityEndpoint {

	private final ObservabilityReport report;

	private final @Nullable MeterRegistry registry;

	ObservabilityEndpoint(ObservabilityReport report, @Nullable MeterRegistry registry) {
		this.report = report;
		this.registry = registry;
	}

	@ReadOperation
	Description describe() {
		return new Description(this.report.features(), this.report.switches(), this.report.limits(), dropped());
	}

	private List<Dropped> dropped() {
		List<Dropped> dropped = new ArrayList<>();
		if (this.registry != null) {
			for (Meter meter : this.registry.getMeters()) {
				String name = meter.getId().getName();
				if (name.startsWith("observability.")
						&& (name.endsWith(".dropped") || name.endsWith(".collapsed") || name.endsWith(".rejected"))) {
					dropped.add(new Dropped(name, tags(meter), count(meter)));
				}
			}
		}
		return dropped;
	}

	private static long count(Meter meter) {
		if (meter instanceof FunctionCounter function) {
			return (long) function.count();
		}
		return (meter instanceof Counter counter) ? (long) counter.count() : 0;
	}

	private static Map<String, String> tags(Meter meter) {
		Map<String, String> tags = new TreeMap<>();
		for (Tag tag : meter.getId().getTags()) {
			tags.put(tag.getKey(), tag.getValue());
		}
		return tags;
	}

	/**
	 * What the endpoint answers.
	 *
	 * @param features the features
	 * @param switches Boot's switches that the starter has a default for
	 * @param limits the limits in force, by property
	 * @param dropped what was dropped or collapsed at a limit
	 */
	record Description(Map<String, FeatureReport> features, List<ObservabilityReport.Switch> switches,
			Map<String, Object> limits, List<Dropped> dropped) {
	}

	/**
	 * What was dropped or collapsed at a limit.
	 *
	 * @param meter the meter that counts it
	 * @param tags its tags
	 * @param count how much it was
	 */
	record Dropped(String meter, Map<String, String> tags, long count) {
	}

}
