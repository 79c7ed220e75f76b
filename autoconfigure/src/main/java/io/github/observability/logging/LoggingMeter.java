package io.github.observability.logging;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters that tell what happened to log lines. They count for the whole process, as there
 * is one logging system, and from before there was a registry on.
 */
enum LoggingMeter implements MeterDocumentation {

	MASKED("observability.logging.masked", "Secrets masked in log lines"),

	TRUNCATED("observability.logging.truncated", "Log lines cut to the largest size of a line"),

	REPLACED("observability.logging.replaced",
			"Values and lines that could not be written, with what was written in their place");

	private final String name;

	private final String description;

	LoggingMeter(String name, String description) {
		this.name = name;
		this.description = description;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return Meter.Type.COUNTER;
	}

	String description() {
		return this.description;
	}

}
