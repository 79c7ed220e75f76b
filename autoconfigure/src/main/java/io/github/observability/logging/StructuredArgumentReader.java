package io.github.observability.logging;

import java.io.StringWriter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import org.slf4j.Marker;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;
import tools.jackson.databind.util.TokenBuffer;

import org.springframework.util.ClassUtils;

/**
 * Reads keys and values from the structured arguments and markers of
 * logstash-logback-encoder, which can only write themselves. Without that library, no
 * argument or marker is structured.
 */
final class StructuredArgumentReader {

	static final List<String> TYPES = List.of("net.logstash.logback.argument.StructuredArgument",
			"net.logstash.logback.marker.LogstashMarker");

	private static final boolean PRESENT = TYPES.stream()
		.allMatch((type) -> ClassUtils.isPresent(type, StructuredArgumentReader.class.getClassLoader()));

	private StructuredArgumentReader() {
	}

	/** Whether an argument of an event writes keys and values of its own. */
	static boolean isArgument(Object argument) {
		return PRESENT && LogstashTypes.isArgument(argument);
	}

	/** Whether a marker of an event writes keys and values of its own. */
	static boolean isMarker(Marker marker) {
		return PRESENT && LogstashTypes.isMarker(marker);
	}

	/**
	 * Read a structured argument or marker.
	 * @param structured the argument or the marker
	 * @param values receives each key and value
	 */
	static void read(Object structured, BiConsumer<String, Object> values) {
		read(LogstashTypes.writer(structured), values);
	}

	private static void read(Consumer<JsonGenerator> argument, BiConsumer<String, Object> values) {
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
					: Mapper.instance.readTree(parser);
			if (value != null) {
				values.accept(name, value);
			}
		}
		return any;
	}

	/**
	 * The fields of an object write themselves only to a generator that can serialize.
	 */
	private static void readSerialized(Consumer<JsonGenerator> argument, BiConsumer<String, Object> values) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = Mapper.instance.createGenerator(text)) {
			generator.writeStartObject();
			argument.accept(generator);
			generator.writeEndObject();
		}
		Mapper.instance.readTree(text.toString()).forEachEntry(values::accept);
	}

	/**
	 * Convert the value of an argument to a tree, unless it is a plain value.
	 * @param value the value
	 * @return the value or a tree
	 */
	static Object tree(Object value) {
		if (value instanceof RawValue raw) {
			return Mapper.instance.readTree(String.valueOf(raw.rawValue()));
		}
		if (value instanceof JsonNode || value instanceof CharSequence || value instanceof Enum
				|| value instanceof Throwable || value.getClass().isArray()
				|| value.getClass().getName().startsWith("java.")) {
			return value;
		}
		return Mapper.instance.valueToTree(value);
	}

	/** Loaded only if logstash-logback-encoder is present. */
	private static final class LogstashTypes {

		static boolean isArgument(Object argument) {
			return argument instanceof StructuredArgument;
		}

		static boolean isMarker(Marker marker) {
			return marker instanceof LogstashMarker;
		}

		static Consumer<JsonGenerator> writer(Object structured) {
			return (structured instanceof StructuredArgument argument) ? argument::writeTo
					: ((LogstashMarker) structured)::writeTo;
		}

	}

	/**
	 * Created for the first structured argument: the first line of a start needs none.
	 */
	private static final class Mapper {

		static final JsonMapper instance = JsonMapper.builder().build();

	}

}
