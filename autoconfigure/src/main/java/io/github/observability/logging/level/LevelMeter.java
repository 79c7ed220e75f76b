package io.github.observability.logging.level;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;
import io.micrometer.common.docs.KeyName;

/**
 * Meters of tokens that raise levels.
 */
enum LevelMeter implements DefinedMeter {

	TOKENS(MeterDefinition.counter("observability.logging.level.tokens",
			"Requests whose token raises log levels, and those whose token was refused", Tag.OUTCOME));

	private final MeterDefinition definition;

	LevelMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

	/** Tags of these meters. */
	enum Tag implements KeyName {

		OUTCOME;

		@Override
		public String asString() {
			return "outcome";
		}

	}

}
