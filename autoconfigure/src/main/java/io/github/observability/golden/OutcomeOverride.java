package io.github.observability.golden;

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.observability.HttpNames;
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
 * @param exception class of the exception behind it, {@code null} without one
 */
record OutcomeOverride(String outcome, @Nullable Class<?> exception) {

	static OutcomeOverride clientAbort() {
		return new OutcomeOverride(Outcomes.CLIENT_ABORT, null);
	}

	static OutcomeOverride expected(Throwable failure) {
		return new OutcomeOverride(Outcomes.EXPECTED, failure.getClass());
	}

	KeyValues keyValues(HttpNames names) {
		Class<?> exception = this.exception;
		return KeyValues.of(names.exception(),
				(exception != null) ? names.exceptionValue(exception) : KeyValue.NONE_VALUE, HttpNames.OUTCOME,
				this.outcome);
	}

	/**
	 * Puts the {@link OutcomeOverride} of a request on its observation, for meter and
	 * span alike. It is a filter because an observation calls its filters after its
	 * convention.
	 */
	static final class Filter implements ObservationFilter {

		private final Function<Observation.Context, @Nullable OutcomeOverride> override;

		private final Supplier<HttpNames> names;

		Filter(Function<Observation.Context, @Nullable OutcomeOverride> override, Supplier<HttpNames> names) {
			this.override = override;
			this.names = names;
		}

		@Override
		public Observation.Context map(Observation.Context context) {
			OutcomeOverride override = this.override.apply(context);
			return (override != null) ? context.addLowCardinalityKeyValues(override.keyValues(this.names.get()))
					: context;
		}

	}

}
