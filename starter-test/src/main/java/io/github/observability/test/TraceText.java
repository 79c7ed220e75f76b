package io.github.observability.test;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.observability.tracing.analysis.CodePlace;
import io.github.observability.tracing.analysis.TraceAnalysis.SpanTime;
import io.github.observability.tracing.analysis.TraceAnalyzer;
import io.github.observability.tracing.analysis.TraceSpan;

/**
 * Prints traces for the messages of failures.
 */
final class TraceText {

	private static final int MOST = 200;

	private TraceText() {
	}

	/**
	 * Print the tree of a trace.
	 * @param spans the spans
	 * @param marked the spans to point at
	 */
	static String tree(List<TraceSpan> spans, Collection<TraceSpan> marked) {
		if (spans.isEmpty()) {
			return "    (no spans)\n";
		}
		Set<TraceSpan> offending = Collections.newSetFromMap(new IdentityHashMap<>());
		offending.addAll(marked);
		StringBuilder text = new StringBuilder();
		int lines = 0;
		for (SpanTime time : TraceAnalyzer.analyze(spans).spans()) {
			if (lines++ == MOST) {
				text.append("    ... and ").append(spans.size() - MOST).append(" more spans\n");
				break;
			}
			line(text, time, offending.contains(time.span()));
		}
		return text.toString();
	}

	private static void line(StringBuilder text, SpanTime time, boolean marked) {
		TraceSpan span = time.span();
		text.append(marked ? " >> " : "    ").append("%-9s".formatted(span.kind())).append("  ".repeat(time.depth()));
		text.append(SpanNames.title(span));
		text.append(String.format(Locale.ROOT, "  %.1f ms", span.durationNanos() / 1e6));
		if (!span.service().isEmpty() && !span.service().startsWith("unknown_service")) {
			text.append("  [").append(span.service()).append(']');
		}
		if (span.failed()) {
			text.append("  FAILED");
		}
		if (span.parentSpanId() != null && time.depth() == 0) {
			text.append(span.remoteParent() ? "  (caller is not recorded)" : "  (parent is missing)");
		}
		CodePlace place = marked ? CodePlace.of(span) : null;
		if (place != null) {
			text.append("  at ").append(place);
		}
		text.append('\n');
	}

}
