package io.github.observability.test;

import java.util.Map;

/**
 * A log line.
 *
 * @param level the level
 * @param logger the name of the logger
 * @param message the message with its arguments
 * @param traceId the id of the trace it was written in, empty if there was none
 * @param fields the fields it adds: entries of the MDC, key-value pairs
 * @param text the line as the console has it
 */
public record Line(String level, String logger, String message, String traceId, Map<String, Object> fields,
		String text) {

	/**
	 * Create a line.
	 * @param level the level
	 * @param logger the name of the logger
	 * @param message the message with its arguments
	 * @param traceId the id of the trace it was written in, empty if there was none
	 * @param fields the fields it adds: entries of the MDC, key-value pairs
	 * @param text the line as the console has it
	 */
	public Line {
		fields = Map.copyOf(fields);
	}

}
