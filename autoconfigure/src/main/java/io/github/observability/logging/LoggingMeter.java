package io.github.observability.logging;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;
import io.micrometer.common.docs.KeyName;

/**
 * Meters of what happens to log lines. They count for the whole process, because it has
 * one logging system, and start before there is a registry.
 */
enum LoggingMeter implements DefinedMeter {

	MASKED(MeterDefinition.counter("observability.logging.masked", "Secrets masked in log lines and spans")),

	TRUNCATED(
			MeterDefinition.counter("observability.logging.truncated", "Log lines cut to the maximum size of a line")),

	REPLACED(MeterDefinition.counter("observability.logging.replaced",
			"Values and lines that could not be written and were replaced")),

	DROPPED(MeterDefinition.counter("observability.logging.dropped",
			"Log lines dropped because an output did not accept them", Tag.LEVEL));

	private final MeterDefinition definition;

	LoggingMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

	/** Tags of these meters. */
	enum Tag implements KeyName {

		LEVEL;

		@Override
		public String asString() {
			return "level";
		}

	}

}
