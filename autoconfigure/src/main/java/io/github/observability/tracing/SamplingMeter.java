package io.github.observability.tracing;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters of the sampling of traces.
 */
enum SamplingMeter implements MeterDocumentation {

	SAMPLED("observability.tracing.sampled", "Traces that were sampled where they begin", SamplingTag.REASON),

	FLOOR_DROPPED("observability.tracing.floor.dropped",
			"Traces that were not looked at by the floor because too many routes were called in a minute");

	private final String name;

	private final String description;

	private final KeyName[] keyNames;

	SamplingMeter(String name, String description, KeyName... keyNames) {
		this.name = name;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return Meter.Type.COUNTER;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames;
	}

	String description() {
		return this.description;
	}

}
