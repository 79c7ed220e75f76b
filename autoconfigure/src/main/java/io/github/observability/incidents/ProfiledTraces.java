package io.github.observability.incidents;

import org.jspecify.annotations.Nullable;

/**
 * Knows what slow traces spent their time on.
 */
@FunctionalInterface
interface ProfiledTraces {

	/** Knows nothing. */
	ProfiledTraces NONE = (sinceMillis) -> null;

	/**
	 * Return what the slow traces that ended since a time spent their time on.
	 * @param sinceMillis the time
	 * @return what is known of them, {@code null} if none has a profile
	 */
	Suspect.@Nullable SlowTraces since(long sinceMillis);

}
