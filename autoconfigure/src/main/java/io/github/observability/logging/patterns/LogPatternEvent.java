package io.github.observability.logging.patterns;

import java.time.Instant;

/**
 * Something happened to a pattern of log lines. It is published as an event of the
 * application, on the thread that mines patterns.
 *
 * @param kind what happened
 * @param id the id of the pattern
 * @param logger the logger of its lines
 * @param level the level of its lines
 * @param template the pattern, with secrets masked
 * @param time when it was noticed
 * @param linesPerMinute lines of the last full minute
 * @param factor by which factor the rate jumped, 0 for a new pattern
 */
public record LogPatternEvent(Kind kind, String id, String logger, String level, String template, Instant time,
		int linesPerMinute, double factor) {

	/** What can happen to a pattern. */
	public enum Kind {

		/** A pattern that was not there before, once the time for learning is over. */
		NEW_PATTERN,

		/** A minute with many more lines than the minutes before. */
		RATE_JUMPED

	}

}
