package io.github.observability.logging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;

/**
 * The fields of one line with their values, which are fit to be written: a line neither
 * has a name twice nor loses a value, and fits into its limit.
 */
final class LogFields {

	private static final int USUAL_SIZE = 40;

	private static final int MAX_OVERFLOW = 100;

	private static final int MAX_REPETITIONS = 16;

	/** The most that an escaped character takes. */
	private static final int MAX_BYTES_PER_CHAR = 6;

	private static final int MAX_BYTES_OF_NUMBER = 100;

	/** Values shorter than this are not cut: then there are too many of them. */
	private static final int MIN_CUT = 48;

	private static final int MAX_KEPT_TEXT = 64 * 1024;

	private static final char ELLIPSIS = '\u2026';

	private static final int ELLIPSIS_BYTES = 3;

	private final Timestamp timestamp = new Timestamp();

	private final StringBuilder text = new StringBuilder();

	private final List<String> overflow = new ArrayList<>();

	private final List<String> secrets = new ArrayList<>();

	private @Nullable Field[] fields = new Field[USUAL_SIZE];

	private @Nullable Object[] values = new Object[USUAL_SIZE];

	private int size;

	private long maxBytes;

	private boolean truncated;

	/** For the time of this line, which is written from here. */
	Timestamp timestamp() {
		return this.timestamp;
	}

	/** Room for putting together a text of this line. */
	StringBuilder text() {
		this.text.setLength(0);
		return this.text;
	}

	/** Values of secret keys, which the message may repeat. */
	List<String> secrets() {
		return this.secrets;
	}

	void truncated() {
		this.truncated = true;
	}

	boolean isTruncated() {
		return this.truncated;
	}

	/**
	 * Add a field that cannot be there yet.
	 */
	void add(@Nullable Field field, @Nullable Object value) {
		if (field == null || value == null) {
			return;
		}
		if (this.size == this.fields.length) {
			this.fields = Arrays.copyOf(this.fields, this.size * 2);
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		this.fields[this.size] = field;
		this.values[this.size] = value;
		this.size++;
		this.maxBytes += field.overhead() + maxBytes(value);
	}

	/**
	 * Add a field under a key of the user's. A further value of a field gets another
	 * name, the same value is written once.
	 */
	void add(FieldRegistry registry, String key, @Nullable Field field, Object value) {
		Field target = field;
		Object written = value;
		for (int i = 0; target != null && target != registry.overflow(); i++) {
			int present = indexOf(target);
			if (present == -1) {
				add(target, written);
				return;
			}
			if (isSame(this.values[present], written)) {
				return;
			}
			written = (written instanceof String) ? written : String.valueOf(written);
			target = (i < MAX_REPETITIONS) ? registry.again(target, i) : registry.overflow();
		}
		if (target != null) {
			addOverflow(target, registry.shown(key), written);
		}
	}

	private void addOverflow(Field field, String key, Object value) {
		if (this.overflow.isEmpty()) {
			add(field, this.overflow);
		}
		if (this.overflow.size() < MAX_OVERFLOW) {
			String entry = key + "=" + value;
			this.overflow.add(entry);
			this.maxBytes += maxBytes(entry);
		}
		else {
			this.truncated = true;
		}
	}

	/** Whether no further entry has room. */
	boolean isFull() {
		return this.overflow.size() == MAX_OVERFLOW;
	}

	private static boolean isSame(@Nullable Object present, Object value) {
		return value.equals((present instanceof SerializableString constant) ? constant.getValue() : present);
	}

	private int indexOf(Field field) {
		for (int i = 0; i < this.size; i++) {
			if (this.fields[i] == field) {
				return i;
			}
		}
		return -1;
	}

	@Nullable Object value(@Nullable Field field) {
		int index = (field != null) ? indexOf(field) : -1;
		return (index != -1) ? this.values[index] : null;
	}

	/**
	 * Replace texts.
	 */
	@SuppressWarnings("unchecked")
	void replaceTexts(UnaryOperator<String> replacement) {
		for (int i = 0; i < this.size; i++) {
			if (this.values[i] instanceof String string) {
				this.values[i] = replacement.apply(string);
			}
			else if (this.values[i] instanceof List<?> list) {
				((List<String>) list).replaceAll(replacement);
			}
		}
	}

	int size() {
		return this.size;
	}

	@Nullable Field field(int index) {
		return this.fields[index];
	}

	@Nullable Object value(int index) {
		return this.values[index];
	}

	/**
	 * Put the fields into the order they are written in, those of one object together,
	 * and cut the longest values until the line fits into its limit.
	 */
	void fit(int limit, @Nullable Field flag) {
		sort();
		if (this.maxBytes > limit) {
			cut(limit);
		}
		if (this.truncated && flag != null) {
			int present = indexOf(flag);
			if (present != -1) {
				this.values[present] = Boolean.TRUE;
			}
			else {
				add(flag, Boolean.TRUE);
				sort();
			}
		}
	}

	// Fields come nearly in order.
	private void sort() {
		for (int i = 1; i < this.size; i++) {
			Field field = this.fields[i];
			Object value = this.values[i];
			int j = i - 1;
			while (j >= 0 && rank(j) > rank(field)) {
				this.fields[j + 1] = this.fields[j];
				this.values[j + 1] = this.values[j];
				j--;
			}
			this.fields[j + 1] = field;
			this.values[j + 1] = value;
		}
	}

	private long rank(int index) {
		return rank(this.fields[index]);
	}

	private static long rank(@Nullable Field field) {
		return (field != null) ? field.rank() : Long.MAX_VALUE;
	}

	private void cut(int limit) {
		int[] bytes = new int[this.size];
		long fixed = 0;
		long total = 0;
		for (int i = 0; i < this.size; i++) {
			bytes[i] = bytes(this.values[i]);
			fixed += overhead(i);
			total += overhead(i) + bytes[i];
		}
		if (total <= limit) {
			return;
		}
		this.truncated = true;
		int longest = longest(bytes, limit - fixed);
		while (longest < MIN_CUT && this.size > 1) {
			this.size--;
			fixed -= overhead(this.size);
			longest = longest(bytes, limit - fixed);
		}
		for (int i = 0; i < this.size; i++) {
			if (bytes[i] > longest) {
				this.values[i] = shortened(this.values[i], longest);
			}
		}
	}

	private int overhead(int index) {
		Field field = this.fields[index];
		return (field != null) ? field.overhead() : 0;
	}

	/**
	 * The most bytes that a value may have if together they are to fit into some room.
	 */
	private int longest(int[] bytes, long room) {
		long longest = MIN_CUT;
		while (true) {
			long left = room;
			int longer = 0;
			for (int i = 0; i < this.size; i++) {
				if (bytes[i] <= longest) {
					left -= bytes[i];
				}
				else {
					longer++;
				}
			}
			if (longer == 0 || left < 0) {
				return (left < 0) ? 0 : Integer.MAX_VALUE;
			}
			long share = left / longer;
			if (share <= longest) {
				return (int) share;
			}
			longest = share;
		}
	}

	private static Object shortened(@Nullable Object value, int limit) {
		if (value instanceof List<?> list) {
			List<String> kept = new ArrayList<>();
			int bytes = 2;
			for (Object element : list) {
				bytes += bytes(element) + 1;
				if (bytes > limit) {
					break;
				}
				kept.add(String.valueOf(element));
			}
			return kept;
		}
		String text = String.valueOf(value);
		int bytes = 2 + ELLIPSIS_BYTES;
		int end = 0;
		while (end < text.length()) {
			int next = Character.isHighSurrogate(text.charAt(end)) ? end + 2 : end + 1;
			bytes += bytes(text, end, Math.min(next, text.length()));
			if (bytes > limit) {
				break;
			}
			end = next;
		}
		return text.substring(0, Math.min(end, text.length())) + ELLIPSIS;
	}

	private static long maxBytes(Object value) {
		if (value instanceof String string) {
			return (long) string.length() * MAX_BYTES_PER_CHAR + 2;
		}
		if (value instanceof List<?> list) {
			long bytes = 2;
			for (Object element : list) {
				bytes += maxBytes(String.valueOf(element)) + 1;
			}
			return bytes;
		}
		return bytes(value);
	}

	private static int bytes(@Nullable Object value) {
		if (value instanceof String string) {
			return 2 + bytes(string, 0, string.length());
		}
		if (value instanceof SerializableString constant) {
			return 2 + constant.asQuotedUTF8().length;
		}
		if (value instanceof char[] time) {
			return 2 + time.length;
		}
		if (value instanceof List<?> list) {
			int bytes = 2;
			for (Object element : list) {
				bytes += bytes(String.valueOf(element)) + 1;
			}
			return bytes;
		}
		return MAX_BYTES_OF_NUMBER;
	}

	private static int bytes(String text, int start, int end) {
		int bytes = 0;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c >= ' ' && c < 0x7F) {
				bytes += (c == '"' || c == '\\') ? 2 : 1;
			}
			else if (c < ' ') {
				bytes += (c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f') ? 2 : MAX_BYTES_PER_CHAR;
			}
			else {
				bytes += isEscapedInText(c) ? MAX_BYTES_PER_CHAR : (c < 0x800 || Character.isSurrogate(c)) ? 2 : 3;
			}
		}
		return bytes;
	}

	private static boolean isEscapedInText(char c) {
		return c <= 0x9F || (c >= '\u2028' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
	}

	void writeTo(JsonGenerator generator) {
		Field previous = null;
		int open = 0;
		for (int i = 0; i < this.size; i++) {
			Field field = this.fields[i];
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
			writeValue(generator, this.values[i]);
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
	 * The fields as nested maps, for a writer other than ours.
	 */
	Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < this.size; i++) {
			Field field = this.fields[i];
			if (field != null) {
				put(map, field.path(), plain(this.values[i]));
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

	/**
	 * Forget all fields, and the room for them where it was an exception.
	 */
	void clear() {
		if (this.fields.length > USUAL_SIZE) {
			this.fields = new Field[USUAL_SIZE];
			this.values = new Object[USUAL_SIZE];
		}
		Arrays.fill(this.values, null);
		this.overflow.clear();
		this.secrets.clear();
		if (this.text.capacity() > MAX_KEPT_TEXT) {
			this.text.setLength(0);
			this.text.trimToSize();
		}
		this.size = 0;
		this.maxBytes = 0;
		this.truncated = false;
	}

}
