package io.github.observability.logging;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The least a line can say, for an event that cannot be written in full.
 */
final class FallbackLine {

	private static final int MAX_LENGTH = 200;

	private final LogFormat format;

	private final Masking masking;

	FallbackLine(LogFormat format, Masking masking) {
		this.format = format;
		this.masking = masking;
	}

	byte[] of(ILoggingEvent event, Throwable cause) {
		Map<String, Object> line = new LinkedHashMap<>();
		put(line, StandardField.TIMESTAMP, event.getInstant().toString());
		put(line, StandardField.LEVEL, event.getLevel().toString());
		put(line, StandardField.LOGGER, clean(event.getLoggerName()));
		put(line, StandardField.TRUNCATED, Boolean.TRUE);
		put(line, StandardField.MESSAGE, clean(event.getMessage()));
		put(line, StandardField.ERROR_TYPE, cause.getClass().getName());
		put(line, StandardField.ERROR_MESSAGE, "This line could not be written in full: " + clean(cause.getMessage()));
		return (Mapper.instance.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
	}

	private String clean(@Nullable String text) {
		try {
			return this.masking.clean(String.valueOf(text), MAX_LENGTH);
		}
		catch (Exception | StackOverflowError ex) {
			return Masking.MASK;
		}
	}

	@SuppressWarnings("unchecked")
	private void put(Map<String, Object> line, StandardField field, Object value) {
		String name = field.nameIn(this.format);
		if (this.format != LogFormat.ECS) {
			line.put(name, value);
			return;
		}
		Map<String, Object> target = line;
		int dot;
		while ((dot = name.indexOf('.')) != -1) {
			target = (Map<String, Object>) target.computeIfAbsent(name.substring(0, dot),
					(key) -> new LinkedHashMap<>());
			name = name.substring(dot + 1);
		}
		target.put(name, value);
	}

	/** Created for the first event that cannot be written. */
	private static final class Mapper {

		static final JsonMapper instance = new JsonMapper();

	}

}
