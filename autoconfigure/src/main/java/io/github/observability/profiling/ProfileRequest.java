package io.github.observability.profiling;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for.
 *
 * @param duration how long to look
 * @param event what to look at
 * @param format how to write it
 */
record ProfileRequest(Duration duration, ProfileEvent event, ProfileFormat format) {

	private static final int DEFAULT_SECONDS = 10;

	private static final int MAX_SECONDS = 60;

	static ProfileRequest of(@Nullable Integer seconds, @Nullable String event, @Nullable String format) {
		return new ProfileRequest(duration(seconds), ProfileEvent.of(event), ProfileFormat.of(format));
	}

	static Duration duration(@Nullable Integer seconds) {
		int value = (seconds != null) ? seconds : DEFAULT_SECONDS;
		if (value < 1 || value > MAX_SECONDS) {
			throw ProfileException.invalid("'seconds' must be from 1 to " + MAX_SECONDS + ", but was " + value);
		}
		return Duration.ofSeconds(value);
	}

}
