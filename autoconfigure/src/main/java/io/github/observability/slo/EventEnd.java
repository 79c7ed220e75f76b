package io.github.observability.slo;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * How an event ended.
 *
 * @param status the status of an HTTP exchange, {@code null} if it is none
 * @param outcome the outcome that the golden signals give it, {@code null} if none
 * @param exception simple name of the exception behind it, {@code null} without one
 */
record EventEnd(@Nullable String status, @Nullable String outcome, @Nullable String exception) {

	/**
	 * Tell how an event ended.
	 * @param keyValues the low-cardinality key-values of its observation
	 * @param error simple name of its error, {@code none} without one
	 * @return how it ended
	 */
	static EventEnd of(KeyValues keyValues, String error) {
		String thrown = present(error);
		return new EventEnd(find(keyValues, "status"), find(keyValues, "outcome"),
				(thrown != null) ? thrown : find(keyValues, "exception"));
	}

	private static @Nullable String find(KeyValues keyValues, String key) {
		for (KeyValue keyValue : keyValues) {
			if (keyValue.getKey().equals(key)) {
				return present(keyValue.getValue());
			}
		}
		return null;
	}

	private static @Nullable String present(@Nullable String value) {
		return KeyValue.NONE_VALUE.equals(value) ? null : value;
	}

	boolean isClientAbort() {
		return "CLIENT_ABORT".equals(this.outcome);
	}

	boolean isExpected() {
		return "EXPECTED".equals(this.outcome);
	}

	boolean isServerError() {
		return EventRule.SERVER_ERROR.matches(this);
	}

}
