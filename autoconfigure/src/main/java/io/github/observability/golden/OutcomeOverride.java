package io.github.observability.golden;

import io.github.observability.Outcomes;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

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

}
