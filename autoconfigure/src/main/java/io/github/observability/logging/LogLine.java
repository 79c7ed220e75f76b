package io.github.observability.logging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;

/**
 * The fields of one line with their values, which are fit to be written: a line neither
 * has a name twice nor loses a value, and fits into its limit.
 */
final class LogLine {

	private static final int USUAL_SIZE = 40;

	private static final int MAX_OVERFLOW = 100;

	private static final int MAX_REPETITIONS = 16;

	/** Values shorter than this are not cut: then there are too many of them. */
	private static final int MIN_CUT = 48;

	private static final int MAX_KEPT_TEXT = 64 * 1024;

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
		this.maxBytes += field.overhead() + JsonBytes.atMost(value);
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
			this.maxBytes += JsonBytes.atMost(entry);
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
			int size = JsonBytes.of(this.values[i]);
			bytes[i] = JsonBytes.isCuttable(this.values[i]) ? size : 0;
			fixed += fixed(i);
			total += overhead(i) + size;
		}
		if (total <= limit) {
			return;
		}
		this.truncated = true;
		int longest = longest(bytes, limit - fixed);
		while (longest < MIN_CUT && this.size > 1) {
			this.size--;
			fixed -= fixed(this.size);
			longest = longest(bytes, limit - fixed);
		}
		for (int i = 0; i < this.size; i++) {
			if (bytes[i] > longest) {
				this.values[i] = JsonBytes.shortened(this.values[i], longest);
			}
		}
	}

	/** Bytes of a field that stay however much is cut. */
	private int fixed(int index) {
		Object value = this.values[index];
		return JsonBytes.isCuttable(value) ? overhead(index) : overhead(index) + JsonBytes.of(value);
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

	/**
	 * Forget all fields, and release buffers that grew beyond their usual size.
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
