package io.github.observability.cost;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of what telemetry weighs.
 */
enum CostMeter implements DefinedMeter {

	BYTES(MeterDefinition
		.counter("observability.cost.bytes",
				"Bytes of telemetry that left the application, spans before they are compressed", CostTag.SIGNAL)
		.in("bytes")),

	BUDGET_USED(MeterDefinition.gauge("observability.cost.budget.used",
			"Share of a budget of telemetry that is used; above 1, it is exceeded", CostTag.BUDGET));

	private final MeterDefinition definition;

	CostMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
