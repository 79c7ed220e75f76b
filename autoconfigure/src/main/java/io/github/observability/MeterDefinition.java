package io.github.observability;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a meter before it is registered.
 *
 * @param name the name, with dots
 * @param type the type
 * @param baseUnit the base unit, {@code null} for a count, a ratio or a timer
 * @param description one sentence for the reader of a scrape
 * @param tags the keys of its tags
 */
public record MeterDefinition(String name, Meter.Type type, @Nullable String baseUnit, String description,
		KeyName... tags) {

	/**
	 * Define a counter.
	 * @param name the name
	 * @param description the description
	 * @param tags the keys of its tags
	 * @return the definition
	 */
	public static MeterDefinition counter(String name, String description, KeyName... tags) {
		return new MeterDefinition(name, Meter.Type.COUNTER, null, description, tags);
	}

	/**
	 * Define a gauge.
	 * @param name the name
	 * @param description the description
	 * @param tags the keys of its tags
	 * @return the definition
	 */
	public static MeterDefinition gauge(String name, String description, KeyName... tags) {
		return new MeterDefinition(name, Meter.Type.GAUGE, null, description, tags);
	}

	/**
	 * Define a timer.
	 * @param name the name
	 * @param description the description
	 * @param tags the keys of its tags
	 * @return the definition
	 */
	public static MeterDefinition timer(String name, String description, KeyName... tags) {
		return new MeterDefinition(name, Meter.Type.TIMER, null, description, tags);
	}

	/**
	 * Define a timer of tasks that are running.
	 * @param name the name
	 * @param description the description
	 * @param tags the keys of its tags
	 * @return the definition
	 */
	public static MeterDefinition longTaskTimer(String name, String description, KeyName... tags) {
		return new MeterDefinition(name, Meter.Type.LONG_TASK_TIMER, null, description, tags);
	}

	/**
	 * Return this definition with a base unit.
	 * @param baseUnit the unit, in the plural
	 * @return the definition
	 */
	public MeterDefinition in(String baseUnit) {
		return new MeterDefinition(this.name, this.type, baseUnit, this.description, this.tags);
	}

}
