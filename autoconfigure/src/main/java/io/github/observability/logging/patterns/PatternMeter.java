package io.github.observability.logging.patterns;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;
import io.micrometer.common.docs.KeyName;

/**
 * Meters of patterns of log lines.
 */
enum PatternMeter implements DefinedMeter {

	LINES(MeterDefinition.counter("observability.logging.pattern.lines",
			"Lines of the 20 most frequent patterns, by their ids in the endpoint logpatterns", Tag.PATTERN,
			Tag.LEVEL)),

	DROPPED(MeterDefinition.counter("observability.logging.patterns.dropped",
			"Log lines not mined for patterns because they arrived too fast"));

	private final MeterDefinition definition;

	PatternMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

	/** Tags of these meters. */
	enum Tag implements KeyName {

		PATTERN("pattern"),

		LEVEL("level");

		private final String key;

		Tag(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
