package io.github.observability.slo;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of objectives.
 */
public enum SloMeter implements DefinedMeter {

	/** Events by result. */
	EVENTS(MeterDefinition.counter("observability.slo.events", "Events of an objective, by result", SloTag.SLO,
			SloTag.RESULT)),

	/** Observations that could not be classified. */
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
