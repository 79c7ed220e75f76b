package io.github.observability.tracing.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.observability.tracing.analysis.TraceAnalysis.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * Queries and calls that occur more than once in a trace.
 */
final class Repetitions {

	/** Statements mostly are the same text, which is normalized once. */
	private final Map<String, String> normalized = new HashMap<>();

	private final Map<String, List<SpanNode>> queries = new LinkedHashMap<>();

	private final Map<String, List<SpanNode>> calls = new LinkedHashMap<>();

	private Repetitions() {
	}

	static List<Repetition> of(SpanTree tree) {
		Repetitions repetitions = new Repetitions();
		for (SpanNode node : tree.nodes()) {
			repetitions.add(node);
		}
		List<Repetition> result = new ArrayList<>();
		collect(repetitions.queries, true, result);
		collect(repetitions.calls, false, result);
		result.sort(Comparator.comparingInt(Repetition::count).reversed());
		return List.copyOf(result);
	}

	private void add(SpanNode node) {
		String statement = CallTarget.statement(node.span);
		if (statement != null) {
			String text = this.normalized.computeIfAbsent(statement, StatementText::normalize);
			this.queries.computeIfAbsent(text, (key) -> new ArrayList<>()).add(node);
			return;
		}
		if (node.span.isCall()) {
			String target = CallTarget.describe(node.span);
			if (target != null) {
				this.calls.computeIfAbsent(target, (key) -> new ArrayList<>()).add(node);
			}
		}
	}

	private static void collect(Map<String, List<SpanNode>> groups, boolean query, List<Repetition> result) {
		groups.forEach((what, nodes) -> {
			if (nodes.size() > 1) {
				result.add(repetition(query, what, nodes));
			}
		});
	}

	private static Repetition repetition(boolean query, String what, List<SpanNode> nodes) {
		nodes.sort(SpanNode.BY_START);
		List<CodePlace> places = nodes.stream()
			.map((node) -> CodePlace.of(node.span))
			.filter(Objects::nonNull)
			.distinct()
			.toList();
		return new Repetition(query, what, nodes.stream().map((node) -> node.span).toList(), Calls.total(nodes),
				commonParent(nodes), places);
	}

	private static @Nullable TraceSpan commonParent(List<SpanNode> nodes) {
		SpanNode parent = nodes.get(0).parent;
		boolean common = nodes.stream().allMatch((node) -> node.parent == parent);
		return (common && parent != null) ? parent.span : null;
	}

}
