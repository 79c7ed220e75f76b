package io.github.observability.console.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.HttpAttribute;
import io.github.observability.logging.masking.Masking;
import io.github.observability.tracing.analysis.CodePlace;
import io.github.observability.tracing.analysis.TraceAnalysis;
import io.github.observability.tracing.analysis.TraceAnalyzer;
import io.github.observability.tracing.analysis.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * A trace in one row: what was asked, how it ended, what stands out.
 *
 * @param traceId the id of the trace
 * @param kind the kind of its root span
 * @param route the method and the route of a request, the name of anything else
 * @param status the HTTP status, {@code null} if there is none
 * @param start the start, milliseconds since the epoch
 * @param durationMillis the duration of its root span
 * @param spans the number of spans
 * @param error whether a span failed
 * @param sampling why it is sampled: by head sampling {@code head} or its reason, by tail
 * sampling {@code error}, {@code slow} or {@code exemplar}; {@code none} if only the
 * console has it
 * @param queries the number of database statements
 * @param telemetryBytes bytes that its spans take when they are exported, as estimated
 * @param badges what stands out
 */
public record TraceSummary(String traceId, String kind, String route, @Nullable String status, long start,
		double durationMillis, int spans, boolean error, String sampling, int queries, int telemetryBytes,
		List<Badge> badges) {

	/** Statements that are alike from here on look like a query in a loop. */
	public static final int REPEATED = 3;

	private static final long WORTH_SAVING_NANOS = 5_000_000;

	static TraceSummary of(TraceStore.Snapshot trace) {
		return of(trace, analyze(trace));
	}

	public static TraceAnalysis analyze(TraceStore.Snapshot trace) {
		return TraceAnalyzer.analyze(trace.spans().stream().map(TraceSummary::traceSpan).toList());
	}

	static TraceSummary of(TraceStore.Snapshot trace, TraceAnalysis analysis) {
		RecordedSpan root = trace.root();
		boolean error = trace.spans().stream().anyMatch(RecordedSpan::error);
		int queries = 0;
		int bytes = 0;
		for (RecordedSpan span : trace.spans()) {
			queries += isStatement(span) ? 1 : 0;
			bytes += TelemetrySize.ofSpan(span);
		}
		return new TraceSummary(trace.traceId(), root.kind(), route(root), status(root), root.startNanos() / 1_000_000,
				root.durationNanos() / 1e6, trace.spans().size(), error, sampling(trace, root), queries, bytes,
				badges(trace, root, analysis, error));
	}

	private static TraceSpan traceSpan(RecordedSpan span) {
		return new TraceSpan(span.traceId(), span.spanId(), span.parentId(), span.remoteParent(), "", span.name(),
				TraceSpan.Kind.valueOf(span.kind()), span.startNanos(), span.endNanos(), span.error(),
				span.attributes());
	}

	static boolean isStatement(RecordedSpan span) {
		return span.attribute("db.query.text", "db.statement", "jdbc.query[0]") != null;
	}

	static String route(RecordedSpan root) {
		if (!root.kind().equals("SERVER")) {
			return root.name();
		}
		String method = root.attribute(HttpAttribute.METHOD.keys());
		String route = root.attribute(HttpAttribute.ROUTE.keys());
		return (method != null && route != null) ? method + " " + route : root.name();
	}

	private static @Nullable String status(RecordedSpan root) {
		return root.attribute(HttpAttribute.STATUS.keys());
	}

	private static String sampling(TraceStore.Snapshot trace, RecordedSpan root) {
		String reason = root.attribute("sampling.reason");
		if (reason != null) {
			return reason;
		}
		if (trace.tailSampled() != null) {
			return trace.tailSampled();
		}
		return trace.spans().stream().anyMatch(RecordedSpan::sampled) ? "head" : "none";
	}

	private static List<Badge> badges(TraceStore.Snapshot trace, RecordedSpan root, TraceAnalysis analysis,
			boolean error) {
		List<Badge> badges = new ArrayList<>();
		if (error) {
			badges.add(new Badge("error", "failed", failure(trace)));
		}
		if ("slow".equals(trace.tailSampled())) {
			badges.add(new Badge("slow", "slow", "It took longer than requests of its route usually do, or may"));
		}
		Map<String, TraceAnalysis.Repetition> repeated = new LinkedHashMap<>();
		analysis.repetitions()
			.stream()
			.filter((repetition) -> repetition.query() && repetition.count() >= REPEATED)
			.forEach((repetition) -> repeated.putIfAbsent(repetition.what(), repetition));
		repeated.values()
			.forEach((repetition) -> badges.add(new Badge("repeated", repetition.count() + "\u00d7 same query",
					repetition.what() + places(repetition.places()))));
		analysis.serialCalls()
			.stream()
			.filter((calls) -> calls.savedNanos() >= WORTH_SAVING_NANOS)
			.max(Comparator.comparingLong(TraceAnalysis.SerialCalls::savedNanos))
			.ifPresent((calls) -> badges.add(new Badge("serial", calls.calls().size() + " calls in a row",
					"Run in parallel they would save up to %.0f ms".formatted(calls.savedNanos() / 1e6))));
		if (isDetached(root)) {
			badges.add(new Badge("lost", "lost context",
					"This work belongs to no request: the thread it ran on did not receive the trace"));
		}
		if (trace.spans().stream().anyMatch(TraceSummary::isMasked)) {
			badges.add(new Badge("masked", "masked", "A secret in this trace was masked"));
		}
		return badges;
	}

	private static String places(List<CodePlace> places) {
		return places.isEmpty() ? "" : ", at " + places.get(0);
	}

	private static String failure(TraceStore.Snapshot trace) {
		for (RecordedSpan span : trace.spans()) {
			if (span.error()) {
				String exception = span.attribute(HttpAttribute.EXCEPTION.keys());
				return (exception != null && !exception.equals("none")) ? exception : span.statusText();
			}
		}
		return "";
	}

	/**
	 * A call to another process that nothing in this one asked for. What an application
	 * does on its own begins with a span of another kind.
	 */
	private static boolean isDetached(RecordedSpan root) {
		return root.parentId() == null && (root.kind().equals("CLIENT") || root.kind().equals("PRODUCER"));
	}

	private static boolean isMasked(RecordedSpan span) {
		return span.attributes()
			.values()
			.stream()
			.anyMatch((value) -> value instanceof String text && text.contains(Masking.MASK));
	}

	/**
	 * What stands out in a trace.
	 *
	 * @param kind error, slow, repeated, serial, lost or masked
	 * @param text a few words
	 * @param detail a sentence
	 */
	public record Badge(String kind, String text, String detail) {

	}

}
