package io.github.observability.console;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.console.recording.RecordedSpan;
import io.github.observability.console.recording.TraceStore;
import io.github.observability.console.recording.TraceSummary;
import org.jspecify.annotations.Nullable;

/**
 * Writes an assertion for a test of the application, by the shape of a trace.
 */
final class TestSnippet {

	private static final int MAX_PATH = 6;

	private TestSnippet() {
	}

	static String of(TraceStore.Snapshot trace) {
		List<String> path = path(trace);
		StringBuilder snippet = new StringBuilder("assertThat(traces.withSpan(").append(quoted(trace.root().name()))
			.append("))\n\t.hasSingleRoot()\n\t.isConnected()");
		if (path.size() > 1) {
			snippet.append("\n\t.containsPath(").append(String.join(", ", path)).append(')');
		}
		if (!trace.summary().error()) {
			snippet.append("\n\t.hasNoErrors()");
		}
		return snippet.append("\n\t.hasNoRepeatedQuery(").append(TraceSummary.REPEATED).append(");").toString();
	}

	private static String quoted(String name) {
		StringBuilder literal = new StringBuilder("\"");
		name.chars().forEach((character) -> {
			if (character == '"' || character == '\\') {
				literal.append('\\').append((char) character);
			}
			else if (character < ' ') {
				literal.append("\\%03o".formatted(character));
			}
			else {
				literal.append((char) character);
			}
		});
		return literal.append('"').toString();
	}

	/** The longest chain of spans, which says most of how the work was done. */
	private static List<String> path(TraceStore.Snapshot trace) {
		List<String> path = new ArrayList<>();
		RecordedSpan span = trace.root();
		while (span != null && path.size() < MAX_PATH) {
			path.add(quoted(span.name()));
			span = longestChild(trace, span);
		}
		return path;
	}

	private static @Nullable RecordedSpan longestChild(TraceStore.Snapshot trace, RecordedSpan parent) {
		RecordedSpan longest = null;
		for (RecordedSpan span : trace.spans()) {
			if (parent.spanId().equals(span.parentId()) && span != parent
					&& (longest == null || span.durationNanos() > longest.durationNanos())) {
				longest = span;
			}
		}
		return longest;
	}

}
