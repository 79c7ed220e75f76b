package io.github.observability;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterDocumentation} of a feature's enum, backed by a {@link MeterDefinition}.
 */
public interface DefinedMeter extends MeterDocumentation {

	/**
	 * Return the definition.
	 * @return the definition
	 */
	MeterDefinition definition();

	@Override
	default String getName() {
		return definition().name();
	}

	@Override
	default Meter.Type getType() {
		return definition().type();
	}

	@Override
	default @Nullable String getBaseUnit() {
		return definition().baseUnit();
	}

	@Override
	default KeyName[] getKeyNames() {
		return definition().tags();
	}

	/**
	 * Return the sentence that a scrape shows.
	 * @return the description
	 */
	default String description() {
		return definition().description();
	}

}
