package io.github.observability.slo;

import java.util.HashMap;
import java.util.Map;

import io.github.observability.FailureTable;
import io.github.observability.HttpNames;
import io.github.observability.Outcomes;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * How an event ended.
 *
 * @param exception the simple name of the exception, {@code null} without one
 * @param failed whether the {@link FailureTable} says that it failed
 * @param tags the values of its tags, by key
 * @param names the names of the tags
 */
record EventEnd(@Nullable String exception, boolean failed, Map<String, String> tags, HttpNames names) {

	/**
	 * Return the end of an event.
	 * @param keyValues the low-cardinality key-values of its observation
	 * @param error the simple name of its error, {@code none} without one
	 * @param failed whether its key-values mean failure
	 * @param names the names of the tags
	 * @return the end
	 */
	static EventEnd of(KeyValues keyValues, String error, boolean failed, HttpNames names) {
		Map<String, String> tags = new HashMap<>();
		for (KeyValue keyValue : keyValues) {
			tags.put(keyValue.getKey(), keyValue.getValue());
		}
		String thrown = present(error);
		String exception = (thrown != null) ? thrown : simpleName(present(tags.get(names.exception())));
		// Meters have these tags even if no convention has set them.
		String value = (exception != null) ? exception : KeyValue.NONE_VALUE;
		tags.putIfAbsent(HttpNames.ERROR, value);
		tags.putIfAbsent(names.exception(), value);
		return new EventEnd(exception, failed, tags, names);
	}

	/** OpenTelemetry's convention has the full name of the class. */
	private static @Nullable String simpleName(@Nullable String exception) {
		return (exception != null)
				? exception.substring(Math.max(exception.lastIndexOf('.'), exception.lastIndexOf('$')) + 1) : null;
	}

	private static @Nullable String present(@Nullable String value) {
		return KeyValue.NONE_VALUE.equals(value) ? null : value;
	}

	@Nullable String status() {
		return present(this.tags.get(this.names.status()));
	}

	@Nullable String outcome() {
		return present(this.tags.get(HttpNames.OUTCOME));
	}

	boolean isClientAbort() {
		return Outcomes.CLIENT_ABORT.equals(outcome());
	}

	boolean isExpected() {
		return Outcomes.EXPECTED.equals(outcome());
	}

	boolean isServerError() {
		return EventRule.SERVER_ERROR.matches(this);
	}

}
