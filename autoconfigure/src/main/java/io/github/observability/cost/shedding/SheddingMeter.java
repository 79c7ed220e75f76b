package io.github.observability.cost.shedding;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of load shedding.
 */
enum SheddingMeter implements DefinedMeter {

	LEVEL(MeterDefinition.gauge("observability.cost.shedding",
			"Number of kinds of telemetry being shed to save memory, CPU or room for spans"));

	private final MeterDefinition definition;

	SheddingMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
