package io.github.observability.slo.cause;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meter of the causes of bad events.
 */
public enum CauseMeter implements DefinedMeter {

	/** Bad events whose trace was exported. */
	BAD(MeterDefinition.counter("observability.slo.bad",
			"Bad events of an objective whose trace was exported, by the cause that its spans show", CauseTag.SLO,
			CauseTag.CAUSE));

	private final MeterDefinition definition;

	CauseMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
