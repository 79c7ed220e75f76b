package io.github.observability.golden;

import java.util.function.Function;

import io.github.observability.Outcomes;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a request that replaces the one which its status suggests: the request is
 * neither a success nor an error of the service.
 *
 * @param outcome the recorded outcome
 * @param exception simple name of the exception behind it
 */
record OutcomeOverride(String outcome, String exception) {

	static OutcomeOverride clientAbort() {
		return new OutcomeOverride(Outcomes.CLIENT_ABORT, KeyValue.NONE_VALUE);
	}

	static OutcomeOverride expected(Throwable failure) {
		return new OutcomeOverride(Outcomes.EXPECTED, failure.getClass().getSimpleName());
	}

	KeyValues keyValues() {
		return KeyValues.of(GoldenTag.EXCEPTION.asString(), this.exception, GoldenTag.OUTCOME.asString(), this.outcome);
	}

	/**
	 * Puts the {@link OutcomeOverride} of a request on its observation, for meter and
	 * span alike. It is a filter because an observation calls its filters after its
	 * convention.
	 */
	static final class Filter implements ObservationFilter {

		private final Function<Observation.Context, @Nullable OutcomeOverride> override;

		Filter(Function<Observation.Context, @Nullable OutcomeOverride> override) {
			this.override = override;
		}

		@Override
		public Observation.Context map(Observation.Context context) {
			OutcomeOverride override = this.override.apply(context);
			return (override != null) ? context.addLowCardinalityKeyValues(override.keyValues()) : context;
		}

	}

}
