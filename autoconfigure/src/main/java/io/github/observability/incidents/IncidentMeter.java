package io.github.observability.incidents;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of anomalies and incidents.
 */
enum IncidentMeter implements DefinedMeter {

	SCORE(MeterDefinition.gauge("observability.anomaly.score",
			"Distance of a signal from its baseline, in units of its usual distance", IncidentTag.SIGNAL)),

	BASELINE(MeterDefinition.gauge("observability.anomaly.baseline", "Value that a signal is expected to have",
			IncidentTag.SIGNAL)),

	OPEN(MeterDefinition.gauge("observability.incidents.open", "Incidents that are open now")),

	OPENED(MeterDefinition.counter("observability.incidents.opened", "Incidents that were opened")),

	DROPPED(MeterDefinition.counter("observability.incidents.dropped",
			"Signals that are not watched because there are too many"));

	private final MeterDefinition definition;

	IncidentMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
