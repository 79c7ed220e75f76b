package io.github.observability.logging;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * A field of log lines: its name, split into the objects it is nested in, and its type.
 * Names are encoded once.
 */
final class Field {

	/** Objects around a field and the field itself. */
	static final int MAX_DEPTH = 4;

	/** Bits of the rank that tell apart what stands in one object. */
	static final int RANK_BITS = Long.SIZE / MAX_DEPTH;

	private static final int QUOTES_COLON_COMMA = 4;

	private static final int BRACES = 2;

	private static final int MAX_LEADS = 16;

	private final String[] path;

	private final SerializableString[] names;

	private final FieldType type;

	private final long rank;

	private final int overhead;

	/** One per preceding field: lines have their fields in few different orders. */
	private volatile Lead[] leads = {};

	private volatile @Nullable Field again;

	/**
	 * Create a field.
	 * @param path its name, split
	 * @param type its type
	 * @param rank where it stands in a line; fields of one object have the first bits in
	 * common
	 */
	Field(String[] path, FieldType type, long rank) {
		this.path = path;
		this.names = new SerializableString[path.length];
		this.type = type;
		this.rank = rank;
		int bytes = 0;
		for (int i = 0; i < path.length; i++) {
			this.names[i] = new SerializedString(path[i]);
			bytes += this.names[i].asQuotedUTF8().length + QUOTES_COLON_COMMA + BRACES;
		}
		this.overhead = bytes;
	}

	int depth() {
		return this.path.length;
	}

	String[] path() {
		return this.path;
	}

	FieldType type() {
		return this.type;
	}

	long rank() {
		return this.rank;
	}

	/** Bytes of a line that the field takes at most besides its value. */
	int overhead() {
		return this.overhead;
	}

	/** How many objects this field and another are both nested in. */
	int objectsInCommonWith(Field other) {
		return Long.numberOfLeadingZeros(this.rank ^ other.rank) / RANK_BITS;
	}

	/**
	 * What stands between the value of the field before and the value of this one: ends
	 * of objects, starts of objects, and the name.
	 * @param previous the field before, {@code null} if this is the first one
	 * @return the bytes, which must not be changed
	 */
	byte[] lead(@Nullable Field previous) {
		Lead[] known = this.leads;
		for (Lead lead : known) {
			if (lead.previous() == previous) {
				return lead.bytes();
			}
		}
		byte[] bytes = encodeLead(previous);
		if (known.length < MAX_LEADS) {
			// Of two threads that add one, the second one wins; the other adds it again.
			Lead[] more = Arrays.copyOf(known, known.length + 1);
			more[known.length] = new Lead(previous, bytes);
			this.leads = more;
		}
		return bytes;
	}

	private byte[] encodeLead(@Nullable Field previous) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int open = (previous != null) ? previous.depth() - 1 : 0;
		int common = (previous != null && open != 0) ? objectsInCommonWith(previous) : 0;
		for (; open > common; open--) {
			bytes.write('}');
		}
		bytes.write((previous != null) ? ',' : '{');
		for (; open < depth() - 1; open++) {
			writeName(bytes, open);
			bytes.write('{');
		}
		writeName(bytes, open);
		return bytes.toByteArray();
	}

	private void writeName(ByteArrayOutputStream bytes, int depth) {
		bytes.write('"');
		bytes.writeBytes(this.names[depth].asQuotedUTF8());
		bytes.write('"');
		bytes.write(':');
	}

	/** The field for a second value on one line, {@code null} until there was one. */
	@Nullable Field again() {
		return this.again;
	}

	void again(@Nullable Field again) {
		this.again = again;
	}

	@Override
	public String toString() {
		return String.join(".", this.path);
	}

	/**
	 * What stands before a value.
	 *
	 * @param previous the field before
	 * @param bytes what stands before the value
	 */
	private record Lead(@Nullable Field previous, byte[] bytes) {
	}

}
