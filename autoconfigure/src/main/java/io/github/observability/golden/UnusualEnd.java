package io.github.observability.golden;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * End of a request that is neither a success nor an error, whatever its status says.
 *
 * @param outcome what is recorded instead of the outcome that follows from the status
 * @param exception simple name of the exception behind it
 */
record UnusualEnd(String outcome, String exception) {

	/** The client has gone before it had the whole answer. */
	static final String CLIENT_ABORT = "CLIENT_ABORT";

	/** The handler failed as the application expects it to. */
	static final String EXPECTED = "EXPECTED";

	static UnusualEnd clientAbort() {
		return new UnusualEnd(CLIENT_ABORT, KeyValue.NONE_VALUE);
	}

	static UnusualEnd expected(Throwable failure) {
		return new UnusualEnd(EXPECTED, failure.getClass().getSimpleName());
	}

	KeyValues keyValues() {
		return KeyValues.of(GoldenTag.EXCEPTION.asString(), this.exception, GoldenTag.OUTCOME.asString(), this.outcome);
	}

}
