package io.github.observability.golden;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link OutcomeOverride} of a request on its observation, for meter and span
 * alike. It is a filter because an observation calls its filters after its convention.
 */
final class OutcomeOverrideFilter implements ObservationFilter {

	private final Function<Observation.Context, @Nullable OutcomeOverride> override;

	OutcomeOverrideFilter(Function<Observation.Context, @Nullable OutcomeOverride> override) {
		this.override = override;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		OutcomeOverride override = this.override.apply(context);
		return (override != null) ? context.addLowCardinalityKeyValues(override.keyValues()) : context;
	}

}
