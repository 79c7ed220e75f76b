package io.github.observability.business;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters that tell how far business meters are from their limits.
 */
enum BusinessMeter implements MeterDocumentation {

	COLLAPSED("observability.business.collapsed",
			"Events counted under other because a tag or a meter had reached its limit", BusinessTag.METER,
			BusinessTag.KEY),

	DROPPED("observability.business.dropped", "Events not counted because their value was not valid",
			BusinessTag.METER);

	private final String name;

	private final String description;

	private final KeyName[] keyNames;

	BusinessMeter(String name, String description, KeyName... keyNames) {
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
