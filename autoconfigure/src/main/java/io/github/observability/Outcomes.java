package io.github.observability;

import org.jspecify.annotations.Nullable;

/**
 * Values of the tag {@code outcome} that the starter adds to those of Spring. A request
 * with one of them is not a failure of the service, whatever its status.
 */
public final class Outcomes {

	/** The client closed the connection before it had the response. */
	public static final String CLIENT_ABORT = "CLIENT_ABORT";

	/** The handler failed with an exception that the application declared as expected. */
	public static final String EXPECTED = "EXPECTED";

	private Outcomes() {
	}

	/**
	 * Whether a request with a status that means a failure is not one.
	 * @param outcome the outcome, if it is known
	 * @return whether the failure is the client's or was expected
	 */
	public static boolean isExcused(@Nullable String outcome) {
		return CLIENT_ABORT.equals(outcome) || EXPECTED.equals(outcome);
	}

}
