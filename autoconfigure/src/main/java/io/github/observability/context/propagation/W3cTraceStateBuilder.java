package io.github.observability.context.propagation;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Changes a {@link W3cTraceState} as section 3.5 of W3C Trace Context allows: what is new
 * or changed moves to the left, the rest keeps its order, and the last one goes where
 * there is no room.
 */
final class W3cTraceStateBuilder implements TraceStateBuilder {

	private final List<String> entries;

	W3cTraceStateBuilder(List<String> entries) {
		this.entries = new ArrayList<>(entries.size() + 2);
		this.entries.addAll(entries);
	}

	@Override
	public TraceStateBuilder put(@Nullable String key, @Nullable String value) {
		if (key != null && value != null && W3cTraceStateGrammar.isKey(key) && W3cTraceStateGrammar.isValue(value)) {
			remove(key);
			if (this.entries.size() == 2 * W3cTraceState.MAX_MEMBERS) {
				removeAt(this.entries.size() - 2);
			}
			this.entries.add(0, value);
			this.entries.add(0, key);
		}
		return this;
	}

	@Override
	public TraceStateBuilder remove(@Nullable String key) {
		int index = (key != null) ? W3cTraceState.indexOf(key, this.entries) : -1;
		if (index != -1) {
			removeAt(index);
		}
		return this;
	}

	private void removeAt(int index) {
		this.entries.subList(index, index + 2).clear();
	}

	@Override
	public TraceState build() {
		return this.entries.isEmpty() ? W3cTraceState.EMPTY : new W3cTraceState(List.copyOf(this.entries));
	}

}
