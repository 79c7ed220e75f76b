package io.github.observability.incidents;

import java.util.Locale;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;
import io.micrometer.common.docs.KeyName;

/**
 * Meters of anomalies and incidents.
 */
public enum IncidentMeter implements DefinedMeter {

	/** Score of a signal. */
	SCORE(MeterDefinition.gauge("observability.anomaly.score",
			"Deviation of a signal from its baseline, in units of its usual deviation", Tag.SIGNAL)),

	/** Baseline of a signal. */
	BASELINE(MeterDefinition.gauge("observability.anomaly.baseline", "Value that a signal is expected to have",
			Tag.SIGNAL)),

	/** Incidents that are open. */
	OPEN(MeterDefinition.gauge("observability.incidents.open", "Incidents that are open now")),

	/** Incidents so far. */
	OPENED(MeterDefinition.counter("observability.incidents.opened", "Incidents that were opened")),

	/** When the latest incident began. */
	BEGIN_TIME(MeterDefinition
		.gauge("observability.incidents.begin.time",
				"When the latest incident began, since the epoch, 0 if there was none")
		.in("seconds")),

	/** When something changed last. */
	CHANGE_TIME(MeterDefinition
		.gauge("observability.incidents.change.time",
				"When the latest change of a type happened, since the epoch, 0 if there was none", Tag.TYPE)
		.in("seconds")),

	/** Signals without a place. */
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

	/**
	 * Tags of these meters.
	 */
	public enum Tag implements KeyName {

		/** The signal, such as {@code latency GET /rides/{id}}. */
		SIGNAL,

		/** Type of a change, such as {@code feature_flag}. */
		TYPE;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
