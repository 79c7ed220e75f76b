package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@link TraceState} that keeps the caller's entries in their order and caches the header
 * value. The SDK's implementation rejects keys that the grammar allows and does not move
 * an updated entry to the front.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header">W3C Trace
 * Context, section 3.3</a>
 */
final class W3cTraceState implements TraceState {

	static final W3cTraceState EMPTY = new W3cTraceState(List.of());

	static final int MAX_MEMBERS = 32;

	/** Section 3.3.1.5 asks for at least 512 characters. Longer values are shortened. */
	static final int MAX_LENGTH = 512;

	/** Section 3.3.1.5: entries longer than this are removed first. */
	private static final int LONG_ENTRY = 128;

	/** Length of 32 members with the longest keys and values. */
	private static final int MAX_RECEIVED_LENGTH = MAX_MEMBERS * 2 * (W3cTraceStateGrammar.MAX_SIZE + 1);

	/** Alternating keys and values. */
	private final List<String> entries;

	private @Nullable String header;

	W3cTraceState(List<String> entries) {
		this.entries = entries;
	}

	/**
	 * Parse all {@code tracestate} headers of a request as one list.
	 * @param headers the header values in their order
	 * @return the state, empty if there are too many members or one is malformed
	 */
	static W3cTraceState parse(Iterator<String> headers) {
		if (!headers.hasNext()) {
			return EMPTY;
		}
		List<String> entries = new ArrayList<>(8);
		int length = 0;
		while (headers.hasNext()) {
			String header = headers.next();
			length += header.length();
			if (length > MAX_RECEIVED_LENGTH || !addMembers(header, entries)) {
				return EMPTY;
			}
		}
		return entries.isEmpty() ? EMPTY : new W3cTraceState(entries);
	}

	private static boolean addMembers(String header, List<String> entries) {
		int start = 0;
		while (start <= header.length()) {
			int comma = header.indexOf(',', start);
			int end = (comma != -1) ? comma : header.length();
			if (!addMember(header, start, end, entries)) {
				return false;
			}
			start = end + 1;
		}
		return true;
	}

	private static boolean addMember(String header, int from, int to, List<String> entries) {
		int start = from;
		int end = to;
		while (start < end && W3cTraceStateGrammar.isBlank(header.charAt(start))) {
			start++;
		}
		while (end > start && W3cTraceStateGrammar.isBlank(header.charAt(end - 1))) {
			end--;
		}
		if (start == end) {
			return true;
		}
		int equals = header.indexOf('=', start);
		if (equals == -1 || equals >= end) {
			return false;
		}
		String key = header.substring(start, equals);
		String value = header.substring(equals + 1, end);
		if (!W3cTraceStateGrammar.isKey(key) || !W3cTraceStateGrammar.isValue(value)) {
			return false;
		}
		// The leftmost entry of a key is the newest.
		if (indexOf(key, entries) == -1) {
			if (entries.size() == 2 * MAX_MEMBERS) {
				return false;
			}
			entries.add(key);
			entries.add(value);
		}
		return true;
	}

	static int indexOf(String key, List<String> entries) {
		for (int i = 0; i < entries.size(); i += 2) {
			if (entries.get(i).equals(key)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Return the header value of a state, shortened to the length that is propagated.
	 * @param state the state
	 * @return the header value, empty for an empty state
	 */
	static String header(TraceState state) {
		return of(state).header();
	}

	private static W3cTraceState of(TraceState state) {
		if (state instanceof W3cTraceState w3c) {
			return w3c;
		}
		List<String> entries = new ArrayList<>(2 * state.size());
		state.forEach((key, value) -> {
			entries.add(key);
			entries.add(value);
		});
		return new W3cTraceState(entries);
	}

	private String header() {
		String header = this.header;
		if (header == null) {
			// A race is harmless: all threads compute the same value.
			header = join(shortened());
			this.header = header;
		}
		return header;
	}

	private List<String> shortened() {
		int length = length(this.entries);
		if (length <= MAX_LENGTH) {
			return this.entries;
		}
		List<String> shortened = new ArrayList<>(this.entries);
		for (int i = shortened.size() - 2; i >= 0 && length > MAX_LENGTH; i -= 2) {
			int entryLength = entryLength(shortened, i);
			if (entryLength > LONG_ENTRY) {
				length -= remove(shortened, i);
			}
		}
		while (length > MAX_LENGTH) {
			length -= remove(shortened, shortened.size() - 2);
		}
		return shortened;
	}

	private static int remove(List<String> entries, int index) {
		int length = entryLength(entries, index);
		entries.subList(index, index + 2).clear();
		return length + 1;
	}

	private static int entryLength(List<String> entries, int index) {
		return entries.get(index).length() + 1 + entries.get(index + 1).length();
	}

	private static int length(List<String> entries) {
		int length = -1;
		for (int i = 0; i < entries.size(); i += 2) {
			length += entryLength(entries, i) + 1;
		}
		return length;
	}

	private static String join(List<String> entries) {
		StringBuilder header = new StringBuilder(Math.max(0, length(entries)));
		for (int i = 0; i < entries.size(); i += 2) {
			if (i > 0) {
				header.append(',');
			}
			header.append(entries.get(i)).append('=').append(entries.get(i + 1));
		}
		return header.toString();
	}

	@Override
	public @Nullable String get(@Nullable String key) {
		int index = (key != null) ? indexOf(key, this.entries) : -1;
		return (index != -1) ? this.entries.get(index + 1) : null;
	}

	@Override
	public int size() {
		return this.entries.size() / 2;
	}

	@Override
	public boolean isEmpty() {
		return this.entries.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		for (int i = 0; i < this.entries.size(); i += 2) {
			consumer.accept(this.entries.get(i), this.entries.get(i + 1));
		}
	}

	@Override
	public Map<String, String> asMap() {
		Map<String, String> map = new LinkedHashMap<>();
		forEach(map::put);
		return Collections.unmodifiableMap(map);
	}

	@Override
	public TraceStateBuilder toBuilder() {
		return new W3cTraceStateBuilder(this.entries);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof W3cTraceState that && this.entries.equals(that.entries));
	}

	@Override
	public int hashCode() {
		return this.entries.hashCode();
	}

	@Override
	public String toString() {
		return header();
	}

}
