package io.github.observability.logging.patterns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.observability.logging.StructuredArgumentReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * What is mined of a line.
 *
 * @param logger the logger
 * @param level the level
 * @param template the template of the message, {@code null} if the text is all there is
 * @param text the message
 * @param time the time, in milliseconds since the epoch
 * @param traceId the id of the trace, {@code null} without a trace
 * @param mdc the MDC
 * @param pairs the key-value pairs
 * @param structured the structured arguments and markers
 */
record PatternLine(String logger, String level, @Nullable String template, String text, long time,
		@Nullable String traceId, Map<String, String> mdc, List<KeyValuePair> pairs, List<Object> structured) {

	PatternLine(String logger, String level, @Nullable String template, String text, long time,
			@Nullable String traceId) {
		this(logger, level, template, text, time, traceId, Map.of(), List.of(), List.of());
	}

	/** Returns the pairs and those of structured arguments and markers. */
	List<KeyValuePair> allPairs() {
		if (this.structured.isEmpty()) {
			return this.pairs;
		}
		List<KeyValuePair> all = new ArrayList<>(this.pairs);
		all.addAll(StructuredArgumentReader.pairs(this.structured));
		return all;
	}

}
