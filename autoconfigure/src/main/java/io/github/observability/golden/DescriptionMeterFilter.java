package io.github.observability.golden;

import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * {@link MeterFilter} that describes meters which have no description, such as all meters
 * of observations and Tomcat's. Their {@code HELP} line in a scrape would be empty. An
 * unknown meter gets the name that its instrumentation uses.
 */
final class DescriptionMeterFilter implements MeterFilter {

	private final Map<String, String> descriptions;

	DescriptionMeterFilter(Map<String, String> descriptions) {
		this.descriptions = descriptions;
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		if (id.getDescription() != null) {
			return id;
		}
		String description = this.descriptions.getOrDefault(id.getName(), "Micrometer meter " + id.getName());
		return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description, id.getType());
	}

}
