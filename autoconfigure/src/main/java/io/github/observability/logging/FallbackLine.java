package io.github.observability.logging;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import tools.jackson.databind.json.JsonMapper;

/**
 * The least a line can say, for an event that cannot be written in full.
 */
final class FallbackLine {

	private static final JsonMapper mapper = new JsonMapper();

	private FallbackLine() {
	}

	static byte[] of(ILoggingEvent event, RuntimeException cause) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("@timestamp", event.getInstant().toString());
		line.put("log", Map.of("level", event.getLevel().toString(), "logger", wellFormed(event.getLoggerName())));
		line.put("message", wellFormed(event.getMessage()));
		line.put("error", Map.of("type", cause.getClass().getName(), "message",
				"This line could not be written in full: " + wellFormed(String.valueOf(cause.getMessage()))));
		return (mapper.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Halves of surrogate pairs, which no encoder accepts, become question marks.
	 */
	private static String wellFormed(String text) {
		return new String(String.valueOf(text).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

}
