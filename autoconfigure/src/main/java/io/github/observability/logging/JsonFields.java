package io.github.observability.logging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.logging.PooledLineWriter.LineBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;

/**
 * Writes the fields of a line as JSON. The fields of one object follow one another.
 */
final class JsonFields {

	private JsonFields() {
	}

	static void write(LogLine line, LineBuffer buffer) {
		Field previous = null;
		for (int i = 0; i < line.size(); i++) {
			Field field = line.field(i);
			if (field != null) {
				buffer.append(field.lead(previous));
				writeValue(buffer, line.value(i));
				previous = field;
			}
		}
		if (previous == null) {
			buffer.append('{');
		}
		else {
			for (int open = previous.depth() - 1; open > 0; open--) {
				buffer.append('}');
			}
		}
		buffer.append('}');
		buffer.append('\n');
	}

	private static void writeValue(LineBuffer buffer, @Nullable Object value) {
		if (value instanceof String string) {
			buffer.text(string);
		}
		else if (value instanceof SerializableString constant) {
			buffer.text(constant);
		}
		else if (value instanceof char[] time) {
			buffer.text(time);
		}
		else if (value instanceof Number number) {
			writeNumber(buffer, number);
		}
		else if (value instanceof Boolean bool) {
			buffer.ascii(bool.toString());
		}
		else if (value instanceof List<?> list) {
			writeList(buffer, list);
		}
		else {
			buffer.ascii("null");
		}
	}

	private static void writeList(LineBuffer buffer, List<?> list) {
		buffer.append('[');
		for (int i = 0; i < list.size(); i++) {
			if (i > 0) {
				buffer.append(',');
			}
			buffer.text(String.valueOf(list.get(i)));
		}
		buffer.append(']');
	}

	private static void writeNumber(LineBuffer buffer, Number number) {
		if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
			buffer.number(number.longValue());
		}
		else if (number instanceof Double) {
			buffer.number(number.doubleValue());
		}
		else if (number instanceof Float) {
			buffer.number(number.floatValue());
		}
		else {
			buffer.ascii(number.toString());
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
