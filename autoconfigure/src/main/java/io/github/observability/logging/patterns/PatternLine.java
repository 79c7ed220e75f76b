package io.github.observability.logging.patterns;

import org.jspecify.annotations.Nullable;

/**
 * What is mined of a line.
 *
 * @param logger the logger
 * @param level the level
 * @param template the template of the message, {@code null} if the text is all there is
 * @param text the message
 * @param time the time, in milliseconds since the epoch
 * @param traceId the id of the trace, {@code null} without a trace
 */
record PatternLine(String logger, String level, @Nullable String template, String text, long time,
		@Nullable String traceId) {

}
