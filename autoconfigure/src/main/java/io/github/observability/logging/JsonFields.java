package io.github.observability.logging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;

/**
 * Writes the fields of a line as JSON. The fields of one object follow one another.
 */
final class JsonFields {

	private JsonFields() {
	}

	static void write(LogLine line, JsonGenerator generator) {
		Field previous = null;
		int open = 0;
		for (int i = 0; i < line.size(); i++) {
			Field field = line.field(i);
			if (field == null) {
				continue;
			}
			int common = (open != 0 && previous != null) ? field.objectsInCommonWith(previous) : 0;
			for (; open > common; open--) {
				generator.writeEndObject();
			}
			for (; open < field.depth() - 1; open++) {
				generator.writeName(field.name(open));
				generator.writeStartObject();
			}
			generator.writeName(field.name(open));
			writeValue(generator, line.value(i));
			previous = field;
		}
		for (; open > 0; open--) {
			generator.writeEndObject();
		}
	}

	private static void writeValue(JsonGenerator generator, @Nullable Object value) {
		if (value instanceof String string) {
			generator.writeString(string);
		}
		else if (value instanceof SerializableString constant) {
			generator.writeString(constant);
		}
		else if (value instanceof char[] time) {
			generator.writeString(time, 0, time.length);
		}
		else if (value instanceof Number number) {
			writeNumber(generator, number);
		}
		else if (value instanceof Boolean bool) {
			generator.writeBoolean(bool);
		}
		else if (value instanceof List<?> list) {
			generator.writeStartArray();
			list.forEach((element) -> generator.writeString(String.valueOf(element)));
			generator.writeEndArray();
		}
	}

	private static void writeNumber(JsonGenerator generator, Number number) {
		if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
			generator.writeNumber(number.longValue());
		}
		else if (number instanceof Double) {
			generator.writeNumber(number.doubleValue());
		}
		else if (number instanceof Float) {
			generator.writeNumber(number.floatValue());
		}
		else {
			generator.writeNumber(number.toString());
		}
	}

	/**
	 * Returns the fields as nested maps, for a writer other than ours.
	 */
	static Map<String, Object> toMap(LogLine line) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < line.size(); i++) {
			Field field = line.field(i);
			if (field != null) {
				put(map, field.path(), plain(line.value(i)));
			}
		}
		return map;
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value instanceof char[] time) {
			return new String(time);
		}
		if (value instanceof List<?> list) {
			return List.copyOf(list);
		}
		return (value instanceof SerializableString constant) ? constant.getValue() : value;
	}

	@SuppressWarnings("unchecked")
	private static void put(Map<String, Object> map, String[] path, @Nullable Object value) {
		Map<String, Object> target = map;
		for (int i = 0; i < path.length - 1; i++) {
			target = (Map<String, Object>) target.computeIfAbsent(path[i], (name) -> new LinkedHashMap<>());
		}
		if (value != null) {
			target.put(path[path.length - 1], value);
		}
	}

}
