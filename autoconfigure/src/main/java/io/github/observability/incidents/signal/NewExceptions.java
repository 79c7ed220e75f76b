package io.github.observability.incidents.signal;

import java.util.HashSet;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Notices classes of exceptions that a subject has not thrown before. The first ones
 * after the start are new only to this instance and count as well: an incident shows
 * those that are near its begin.
 */
final class NewExceptions {

	private static final int MOST = 1_000;

	private static final String NONE = "none";

	private final MeterChanges changes;

	private final Set<String> known = new HashSet<>();

	NewExceptions(MeterChanges changes) {
		this.changes = changes;
	}

	void seen(Subject subject, Meter.Id id) {
		String exception = exception(id);
		if (exception != null && this.known.size() < MOST && this.known.add(subject + " " + exception)) {
			this.changes.newException(exception, subject);
		}
	}

	private static @Nullable String exception(Meter.Id id) {
		for (String key : new String[] { "exception", "error.type", "error" }) {
			String value = id.getTag(key);
			// A status stands in error.type where there is no exception.
			if (value != null && !value.equals(NONE) && !value.isEmpty() && !Character.isDigit(value.charAt(0))) {
				return value;
			}
		}
		return null;
	}

}
