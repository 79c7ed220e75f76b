package io.github.observability.logging;

import java.io.StringWriter;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads keys and values from structured arguments and markers of
 * logstash-logback-encoder, which know only how to write themselves.
 */
final class StructuredArgumentReader {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private StructuredArgumentReader() {
	}

	/**
	 * Read an argument or a marker.
	 * @param argument writes itself
	 * @param values is given each key and value
	 */
	static void read(Consumer<JsonGenerator> argument, BiConsumer<String, Object> values) {
		try (TokenBuffer buffer = TokenBuffer.forGeneration()) {
			buffer.writeStartObject();
			argument.accept(buffer);
			buffer.writeEndObject();
			try (JsonParser parser = buffer.asParser()) {
				parser.nextToken();
				if (!readMembers(parser, values)) {
					readSerialized(argument, values);
				}
			}
		}
	}

	private static boolean readMembers(JsonParser parser, BiConsumer<String, Object> values) {
		boolean any = false;
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			any = true;
			String name = parser.currentName();
			JsonToken token = parser.nextToken();
			Object value = (token == JsonToken.VALUE_EMBEDDED_OBJECT) ? parser.getEmbeddedObject()
					: mapper.readTree(parser);
			if (value != null) {
				values.accept(name, value);
			}
		}
		return any;
	}

	/** The fields of an object write themselves only where they can be serialized. */
	private static void readSerialized(Consumer<JsonGenerator> argument, BiConsumer<String, Object> values) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = mapper.createGenerator(text)) {
			generator.writeStartObject();
			argument.accept(generator);
			generator.writeEndObject();
		}
		mapper.readTree(text.toString()).forEachEntry(values::accept);
	}

	/**
	 * Make what an argument holds readable as a tree, unless it is something that has a
	 * plain text.
	 * @param value the value
	 * @return the value or a tree
	 */
	static Object tree(Object value) {
		if (value instanceof RawValue raw) {
			return mapper.readTree(String.valueOf(raw.rawValue()));
		}
		if (value instanceof JsonNode || value instanceof CharSequence || value instanceof Enum
				|| value instanceof Throwable || value.getClass().isArray()
				|| value.getClass().getName().startsWith("java.")) {
			return value;
		}
		return mapper.valueToTree(value);
	}

}
