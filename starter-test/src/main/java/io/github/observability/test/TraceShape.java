package io.github.observability.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.tracing.analysis.TraceAnalyzer;
import io.github.observability.tracing.analysis.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Finds spans by their place in the tree of a trace.
 */
final class TraceShape {

	private TraceShape() {
	}

	static List<TraceSpan> tops(List<TraceSpan> spans) {
		Map<String, TraceSpan> byId = byId(spans);
		return spans.stream()
			.filter((span) -> span.parentSpanId() == null || !byId.containsKey(span.parentSpanId()))
			.toList();
	}

	static List<TraceSpan> orphans(List<TraceSpan> spans) {
		List<TraceSpan> orphans = new ArrayList<>(
				tops(spans).stream().filter((top) -> !top.isRoot() && !top.remoteParent()).toList());
		TraceAnalyzer.analyze(spans).problems().forEach((problem) -> {
			switch (problem.type()) {
				case CYCLE, DUPLICATE_ID -> orphans.addAll(problem.spans());
				default -> {
				}
			}
		});
		return orphans;
	}

	private static Map<String, TraceSpan> byId(List<TraceSpan> spans) {
		Map<String, TraceSpan> byId = new HashMap<>();
		spans.forEach((span) -> byId.putIfAbsent(span.spanId(), span));
		return byId;
	}

	static int reached(List<TraceSpan> spans, String... names) {
		for (int length = names.length; length > 0; length--) {
			if (!ends(spans, Arrays.copyOf(names, length)).isEmpty()) {
				return length;
			}
		}
		return 0;
	}

	static List<TraceSpan> ends(List<TraceSpan> spans, String[] names) {
		List<TraceSpan> candidates = spans;
		List<TraceSpan> named = List.of();
		for (String name : names) {
			named = candidates.stream().filter((span) -> SpanNames.matches(name, span)).toList();
			List<TraceSpan> parents = named;
			candidates = spans.stream()
				.filter((span) -> parents.stream().anyMatch((parent) -> parent.spanId().equals(span.parentSpanId())))
				.toList();
		}
		return named;
	}

	static @Nullable String missingOnPath(List<TraceSpan> spans, String... names) {
		List<TraceSpan> path = new ArrayList<>();
		TraceAnalyzer.analyze(spans).criticalPath().forEach((step) -> {
			if (!path.contains(step.span())) {
				path.add(step.span());
			}
		});
		int from = 0;
		for (String name : names) {
			int found = -1;
			for (int i = from; i < path.size() && found < 0; i++) {
				found = SpanNames.matches(name, path.get(i)) ? i : -1;
			}
			if (found < 0) {
				return name;
			}
			from = found + 1;
		}
		return null;
	}

	static boolean leads(List<TraceSpan> spans, Propagation way) {
		Map<String, TraceSpan> byId = byId(spans);
		return spans.stream().anyMatch((span) -> {
			TraceSpan parent = (span.parentSpanId() != null) ? byId.get(span.parentSpanId()) : null;
			return parent != null && way.leads(parent, span);
		});
	}

	static List<TraceSpan> named(List<TraceSpan> spans, String name) {
		return spans.stream().filter((span) -> SpanNames.matches(name, span)).toList();
	}

}
