package io.github.observability.logging;

import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Writes lines through Boot's writer, which the customizers of the application expect. It
 * costs several times as much, so it is used only if there is a customizer.
 */
final class CustomizedLineWriter implements JsonLineWriter {

	private final JsonWriter<ILoggingEvent> writer;

	CustomizedLineWriter(LogLineReader reader, StructuredLoggingJsonMembersCustomizer<ILoggingEvent> customizer) {
		this.writer = JsonWriter.<ILoggingEvent>of((members) -> {
			members.add().usingPairs((event, pairs) -> toMap(reader, event).forEach(pairs::accept));
			customizer.customize(members);
		}).withNewLineAtEnd();
	}

	private static Map<String, Object> toMap(LogLineReader reader, ILoggingEvent event) {
		LogLine line = reader.read(event);
		try {
			return JsonFields.toMap(line);
		}
		finally {
			reader.release(line);
		}
	}

	@Override
	public Line write(ILoggingEvent event) {
		return Line.of(this.writer.write(event).toByteArray());
	}

}
