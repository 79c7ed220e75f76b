package io.github.observability.golden;

import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * {@link MeterFilter} that describes meters which come without a description. Those made
 * from observations all do, so their {@code HELP} line in a scrape would be empty.
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
		String description = this.descriptions.get(id.getName());
		if (description == null) {
			return id;
		}
		return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description, id.getType());
	}

}
