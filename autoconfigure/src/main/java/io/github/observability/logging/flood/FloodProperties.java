package io.github.observability.logging.flood;

import java.time.Duration;
import java.util.List;

import io.github.observability.InvalidSettingException;
import org.slf4j.event.Level;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for floods of equal log lines. Lines are equal if they have the same logger,
 * level, message template and hash of the stack trace.
 *
 * @param enabled Whether floods of repeated log lines are summarized.
 * @param level Lowest level whose floods are summarized.
 * @param threshold Number of equal lines in a window above which they are a flood.
 * @param sampleLine Line of a window that is written during a flood, counted from its
 * first.
 * @param window Time in which equal lines are counted and after which they are
 * summarized.
 * @param excludedLoggers Names of loggers, or prefixes of them, whose lines are never
 * suppressed.
 */
@ConfigurationProperties(FloodProperties.PREFIX)
record FloodProperties(@DefaultValue("true") boolean enabled, @DefaultValue("warn") Level level,
		@DefaultValue("10") int threshold, @DefaultValue("1000") int sampleLine, @DefaultValue("10s") Duration window,
		@DefaultValue List<String> excludedLoggers) {

	static final String PREFIX = "observability.logging.floods";

	private static final int HIGHEST = 1_000;

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	FloodProperties {
		if (threshold < 1 || threshold > HIGHEST) {
			throw new InvalidSettingException(PREFIX + ".threshold", threshold,
					"a flood begins after at least 1 and at most 1000 lines", "Use a number in between, such as 10.");
		}
		if (sampleLine < 1) {
			throw new InvalidSettingException(PREFIX + ".sample-line", sampleLine, "lines are counted from 1",
					"Use a positive number, such as 1000.");
		}
		if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
			throw new InvalidSettingException(PREFIX + ".window", window, "a window lasts at least 1s and at most 1h",
					"Use a duration in between, such as 10s.");
		}
	}

}
