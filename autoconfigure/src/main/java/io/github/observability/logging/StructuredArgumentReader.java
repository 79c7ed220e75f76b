package io.github.observability.logging;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
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
public final class StructuredArgumentReader {

	private static final int MAX_MARKERS = 50;

	private static final int MAX_NESTING = 4;

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
	 * Return the structured arguments and markers of an event.
	 * @param event the event
	 * @return what writes keys and values of its own, seldom anything
	 */
	public static List<Object> structured(ILoggingEvent event) {
		List<Object> found = List.of();
		Object[] arguments = event.getArgumentArray();
		if (arguments != null && PRESENT) {
			for (Object argument : arguments) {
				found = isArgument(argument) ? with(found, argument) : found;
			}
		}
		List<Marker> markers = event.getMarkerList();
		if (markers != null && PRESENT) {
			for (Marker marker : markers) {
				found = withMarkers(found, marker);
			}
		}
		return found;
	}

	/**
	 * Whether a marker, or one that it refers to, may write keys and values of its own.
	 * @param marker the marker
	 * @return whether it may
	 */
	@SuppressWarnings("deprecation")
	public static boolean mayBeStructured(Marker marker) {
		return PRESENT && (isMarker(marker) || marker.hasReferences());
	}

	/**
	 * Return the keys and values of a marker and of those that it refers to.
	 * @param marker the marker
	 * @return the pairs
	 */
	public static List<KeyValuePair> pairs(Marker marker) {
		return pairs(withMarkers(List.of(), marker));
	}

	private static List<Object> withMarkers(List<Object> found, Marker first) {
		List<Object> all = found;
		for (Marker marker : withReferences(first)) {
			all = isMarker(marker) ? with(all, marker) : all;
		}
		return all;
	}

	/**
	 * Return a marker and those that it refers to, at most 50. They may refer to one
	 * another, and several of them to the same ones.
	 */
	// SLF4J has no other way to the references of a marker.
	@SuppressWarnings("deprecation")
	static List<Marker> withReferences(Marker marker) {
		if (!marker.hasReferences()) {
			return List.of(marker);
		}
		List<Marker> reached = new ArrayList<>();
		reached.add(marker);
		for (int i = 0; i < reached.size(); i++) {
			Iterator<Marker> references = reached.get(i).iterator();
			while (reached.size() < MAX_MARKERS && references.hasNext()) {
				reached.add(references.next());
			}
		}
		return reached;
	}

	private static List<Object> with(List<Object> found, Object more) {
		List<Object> all = found.isEmpty() ? new ArrayList<>() : found;
		all.add(more);
		return all;
	}

	/**
	 * Return the keys and values of structured arguments and markers, those of nested
	 * objects with a dot between. What cannot be read is left out.
	 * @param structured the structured arguments and markers
	 * @return the pairs
	 */
	public static List<KeyValuePair> pairs(List<Object> structured) {
		if (structured.isEmpty()) {
			return List.of();
		}
		List<KeyValuePair> pairs = new ArrayList<>();
		for (Object each : structured) {
			try {
				read(each, (key, value) -> addPair(pairs, key, value, 0));
			}
			catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
				// Its line says that it is not readable.
			}
		}
		return pairs;
	}

	private static void addPair(List<KeyValuePair> pairs, String key, Object value, int depth) {
		if (value instanceof JsonNode node && node.isObject() && depth < MAX_NESTING) {
			node.forEachEntry((name, member) -> addPair(pairs, key + "." + name, member, depth + 1));
		}
		else if (value instanceof JsonNode node) {
			pairs.add(new KeyValuePair(key,
					node.isNumber() ? node.numberValue() : node.isString() ? node.stringValue() : node.toString()));
		}
		else {
			pairs.add(new KeyValuePair(key, value));
		}
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
