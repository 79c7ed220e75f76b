package io.github.observability.cost.series;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of the limits of series.
 */
enum SeriesMeter implements DefinedMeter {

	COLLAPSED(MeterDefinition.counter("observability.cost.series.collapsed",
			"Meter lookups that returned the series 'other', or no gauge, because of a limit",
			SeriesTag.METER, SeriesTag.KEY));

	private final MeterDefinition definition;

	SeriesMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
