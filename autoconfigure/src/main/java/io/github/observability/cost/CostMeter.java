package io.github.observability.cost;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of the limits of telemetry.
 */
enum CostMeter implements DefinedMeter {

	COLLAPSED(MeterDefinition.counter("observability.cost.series.collapsed",
			"Look-ups of a meter that found the series 'other', or for a gauge none, because of a limit", CostTag.METER,
			CostTag.KEY));

	private final MeterDefinition definition;

	CostMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
