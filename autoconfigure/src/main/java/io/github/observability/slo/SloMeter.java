package io.github.observability.slo;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters of objectives.
 */
enum SloMeter implements MeterDocumentation {

	EVENTS("observability.slo.events", "Events that an objective is about, by whether they were good", SloTag.SLO,
			SloTag.RESULT),

	DROPPED("observability.slo.dropped", "Observations that could not be classified");

	private final String name;

	private final String description;

	private final KeyName[] keyNames;

	SloMeter(String name, String description, KeyName... keyNames) {
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
