package io.github.observability.business;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A business meter that is declared by properties.
 *
 * @param name Name of the meter, if it differs from the key.
 * @param description What the meter records.
 * @param unit Unit of the values: money, or any other; unset for events.
 * @param tags Allowed values of each tag; an empty list allows any value.
 */
record MeterDeclaration(@Nullable String name, @DefaultValue("") String description, @Nullable String unit,
		@DefaultValue Map<String, List<String>> tags) {

	private static final String MONEY = "money";

	BusinessMeterId id(String key) {
		List<String> tagKeys = new ArrayList<>(this.tags.keySet());
		if (isMoney() && !this.tags.containsKey(BusinessTag.CURRENCY.asString())) {
			tagKeys.add(BusinessTag.CURRENCY.asString());
		}
		String id = (this.name != null) ? this.name : key.replace('-', '.');
		// Tools that check a scrape want a text for each meter.
		String text = this.description.isBlank() ? "Business meter " + id : this.description;
		return new BusinessMeterId(id, Meter.Type.COUNTER, text, isMoney() ? BusinessMeterId.MINOR_UNITS : this.unit,
				tagKeys);
	}

	private boolean isMoney() {
		return MONEY.equals(this.unit);
	}

	List<String> allowed(String tagKey) {
		return this.tags.getOrDefault(tagKey, List.of());
	}

}
