package io.github.observability.slo;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of objectives.
 */
enum SloMeter implements DefinedMeter {

	EVENTS(MeterDefinition.counter("observability.slo.events", "Events of an objective, by result", SloTag.SLO,
			SloTag.RESULT)),

	DROPPED(MeterDefinition.counter("observability.slo.dropped", "Observations that could not be classified"));

	private final MeterDefinition definition;

	SloMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
