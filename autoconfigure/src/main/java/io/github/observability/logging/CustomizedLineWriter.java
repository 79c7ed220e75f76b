package io.github.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Writes lines through Boot's writer, which is what the user's customizers know. It costs
 * several times as much, so it is used where there is a customizer.
 */
final class CustomizedLineWriter implements JsonLineWriter {

	private final JsonWriter<ILoggingEvent> writer;

	CustomizedLineWriter(LineReader reader, StructuredLoggingJsonMembersCustomizer<ILoggingEvent> customizer) {
		this.writer = JsonWriter.<ILoggingEvent>of((members) -> {
			members.add()
				.usingPairs((event, pairs) -> reader.read(event,
						(fields) -> JsonFields.toMap(fields).forEach(pairs::accept)));
			customizer.customize(members);
		}).withNewLineAtEnd();
	}

	@Override
	public byte[] write(ILoggingEvent event) {
		return this.writer.write(event).toByteArray();
	}

}
