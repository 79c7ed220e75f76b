package io.github.observability.slo;

import io.github.observability.Outcomes;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * How an event ended.
 *
 * @param status the HTTP status, {@code null} for other observations
 * @param outcome the outcome tag of the golden signals, {@code null} if there is none
 * @param exception the simple name of the exception, {@code null} without one
 */
record EventEnd(@Nullable String status, @Nullable String outcome, @Nullable String exception) {

	/**
	 * Return the end of an event.
	 * @param keyValues the low-cardinality key-values of its observation
	 * @param error the simple name of its error, {@code none} without one
	 * @return the end
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
		return Outcomes.CLIENT_ABORT.equals(this.outcome);
	}

	boolean isExpected() {
		return Outcomes.EXPECTED.equals(this.outcome);
	}

	boolean isServerError() {
		return EventRule.SERVER_ERROR.matches(this);
	}

}
