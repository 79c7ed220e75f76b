package io.github.observability.logging;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The fields of one line, kept in an order in which those of one object stand together.
 * <p>
 * A field whose name is taken already, as a field or as an object around others, is kept
 * under another name: its parts joined by underscores, with underscores appended until
 * the name is free. So a line neither has a name twice nor loses a value.
 */
final class LogFields {

	private static final String[] NO_PATH = {};

	private static final int USUAL_SIZE = 32;

	private String[][] paths = new String[USUAL_SIZE][];

	private @Nullable Object[] values = new Object[USUAL_SIZE];

	private int size;

	void add(String @Nullable [] path, @Nullable Object value) {
		if (path != null && value != null && !isPresent(path, value)) {
			insert(free(path), value);
		}
	}

	private boolean isPresent(String[] path, Object value) {
		for (int i = 0; i < this.size; i++) {
			if (value.equals(this.values[i]) && Arrays.equals(path, this.paths[i])) {
				return true;
			}
		}
		return false;
	}

	private String[] free(String[] path) {
		if (!clashes(path)) {
			return path;
		}
		StringBuilder name = new StringBuilder(String.join("_", path));
		String[] renamed = { name.toString() };
		while (clashes(renamed)) {
			renamed[0] = name.append('_').toString();
		}
		return renamed;
	}

	private boolean clashes(String[] path) {
		for (int i = 0; i < this.size; i++) {
			if (common(this.paths[i], path) == Math.min(this.paths[i].length, path.length)) {
				return true;
			}
		}
		return false;
	}

	private void insert(String[] path, Object value) {
		int index = this.size;
		int longest = 0;
		for (int i = 0; i < this.size; i++) {
			int common = common(this.paths[i], path);
			if (common > 0 && common >= longest) {
				longest = common;
				index = i + 1;
			}
		}
		if (this.size == this.paths.length) {
			this.paths = Arrays.copyOf(this.paths, this.size * 2);
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		System.arraycopy(this.paths, index, this.paths, index + 1, this.size - index);
		System.arraycopy(this.values, index, this.values, index + 1, this.size - index);
		this.paths[index] = path;
		this.values[index] = value;
		this.size++;
	}

	private static int common(String[] first, String[] second) {
		int length = Math.min(first.length, second.length);
		int common = 0;
		while (common < length && first[common].equals(second[common])) {
			common++;
		}
		return common;
	}

	void writeTo(JsonGenerator generator) {
		String[] previous = NO_PATH;
		int open = 0;
		for (int i = 0; i < this.size; i++) {
			String[] path = this.paths[i];
			int common = common(previous, path);
			for (; open > common; open--) {
				generator.writeEndObject();
			}
			for (; open < path.length - 1; open++) {
				generator.writeObjectPropertyStart(path[open]);
			}
			generator.writeName(path[open]);
			writeValue(generator, this.values[i]);
			previous = path;
		}
		for (; open > 0; open--) {
			generator.writeEndObject();
		}
	}

	private static void writeValue(JsonGenerator generator, @Nullable Object value) {
		if (value instanceof String string) {
			generator.writeString(string);
		}
		else if (value instanceof Long number) {
			generator.writeNumber(number);
		}
		else if (value instanceof Integer number) {
			generator.writeNumber(number);
		}
		else if (value instanceof Boolean bool) {
			generator.writeBoolean(bool);
		}
		else if (value instanceof Double number && Double.isFinite(number)) {
			generator.writeNumber(number);
		}
		else if (value instanceof List<?> list) {
			generator.writeStartArray();
			list.forEach((element) -> generator.writeString(String.valueOf(element)));
			generator.writeEndArray();
		}
		else {
			generator.writeString(String.valueOf(value));
		}
	}

	/**
	 * The fields as nested maps, for a writer other than ours.
	 */
	Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < this.size; i++) {
			put(map, this.paths[i], this.values[i]);
		}
		return map;
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

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * Forget all fields, and the room for them where it was an exception.
	 */
	void clear() {
		if (this.paths.length > USUAL_SIZE) {
			this.paths = new String[USUAL_SIZE][];
			this.values = new Object[USUAL_SIZE];
		}
		Arrays.fill(this.values, 0, Math.min(this.size, USUAL_SIZE), null);
		this.size = 0;
	}

}
