package io.github.observability.slo.cause;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.tracing.analysis.TraceAnalysis;
import io.github.observability.tracing.analysis.TraceAnalyzer;
import io.github.observability.tracing.analysis.TraceSpan;

/**
 * Finds out which dependency the spans of a local trace show as the cause of a bad event.
 * Of a failure, it is the deepest failed call, as in Zalando's adaptive paging; of a slow
 * request, the dependency with the largest part of the critical path.
 */
final class TraceCause {

	/** The service itself. */
	static final String SELF = "self";

	private static final String DATABASE = "database";

	private TraceCause() {
	}

	/**
	 * Find the cause.
	 * @param root the local root
	 * @param spans the spans of the local trace
	 * @param failed whether the event is bad because it failed, rather than slow
	 * @return the name of the dependency, or {@link #SELF}
	 */
	static String of(TraceSpan root, Collection<TraceSpan> spans, boolean failed) {
		return failed ? deepestFailed(root, spans) : slowest(spans);
	}

	/**
	 * Descend to the failed span that ended last, level by level. A failure that was
	 * handled on the way, such as a first attempt, ended before what failed in the end.
	 */
	private static String deepestFailed(TraceSpan root, Collection<TraceSpan> spans) {
		Map<String, List<TraceSpan>> children = spans.stream()
			.filter((span) -> span.parentSpanId() != null)
			.collect(Collectors.groupingBy((span) -> String.valueOf(span.parentSpanId())));
		TraceSpan deepest = root;
		Set<String> visited = new HashSet<>();
		for (TraceSpan next = root; next != null && visited.add(next.spanId());) {
			deepest = next;
			next = children.getOrDefault(next.spanId(), List.of())
				.stream()
				.filter(TraceSpan::failed)
				.max(Comparator.comparingLong(TraceSpan::endNanos))
				.orElse(null);
		}
		return dependency(deepest);
	}

	private static String slowest(Collection<TraceSpan> spans) {
		Map<String, Long> nanos = new HashMap<>();
		for (TraceAnalysis.Contribution contribution : TraceAnalyzer.analyze(spans).contributions()) {
			nanos.merge(dependency(contribution.span()), contribution.nanos(), Long::sum);
		}
		return nanos.entrySet()
			.stream()
			.max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
			.map(Map.Entry::getKey)
			.orElse(SELF);
	}

	/**
	 * The name of what a span calls. A span inside the service has none.
	 */
	private static String dependency(TraceSpan span) {
		if (!span.isCall() && !span.isQuery()) {
			return SELF;
		}
		String peer = span.peer();
		if (peer != null && !peer.isBlank()) {
			return peer;
		}
		String database = span.attribute("jdbc.datasource.name", "db.namespace", "db.name");
		if (database != null) {
			return database;
		}
		return span.isQuery() ? DATABASE : span.name();
	}

}
