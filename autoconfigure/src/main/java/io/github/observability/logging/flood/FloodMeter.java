package io.github.observability.logging.flood;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;
import io.micrometer.common.docs.KeyName;

/**
 * Meters of floods.
 */
enum FloodMeter implements DefinedMeter {

	SUPPRESSED(MeterDefinition.counter("observability.logging.floods.suppressed",
			"Log lines suppressed and counted in the summary of a flood", Tag.LEVEL));

	private final MeterDefinition definition;

	FloodMeter(MeterDefinition definition) {
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
