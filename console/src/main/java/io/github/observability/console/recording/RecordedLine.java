package io.github.observability.console.recording;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A log line, masked and cut to a bound.
 *
 * @param id the position in the order of arrival
 * @param millis the time, milliseconds since the epoch
 * @param level the level
 * @param logger the logger
 * @param thread the thread
 * @param message the message with its arguments
 * @param template the message without them
 * @param traceId the id of the trace it belongs to
 * @param spanId the id of the span it belongs to
 * @param fields the other entries of the MDC and key-value pairs
 * @param exception the exception, root cause first
 */
public record RecordedLine(long id, long millis, String level, String logger, String thread, String message,
		String template, @Nullable String traceId, @Nullable String spanId, Map<String, String> fields,
		@Nullable RecordedFailure exception) {

	int size() {
		int size = 300 + this.message.length() + this.logger.length() + this.thread.length();
		for (Map.Entry<String, String> field : this.fields.entrySet()) {
			size += 100 + field.getKey().length() + field.getValue().length();
		}
		return size + ((this.exception != null) ? this.exception.size() : 0);
	}

}
