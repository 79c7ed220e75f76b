package io.github.observability.tracing.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import io.github.observability.tracing.analysis.TraceAnalysis.Contribution;
import io.github.observability.tracing.analysis.TraceAnalysis.SpanTime;
import io.github.observability.tracing.analysis.TraceAnalysis.Step;

/**
 * Finds out where the time of a finished trace went. The critical path is that of CRISP
 * (Zhang et al., USENIX ATC 2022): from the end back, always to the last child that
 * finished. All times are exact, in nanoseconds. Whatever is wrong with the spans, there
 * is an answer for what is there, after a time that grows with {@code n log n}.
 */
public final class TraceAnalyzer {

	private TraceAnalyzer() {
	}

	/**
	 * Analyze a trace.
	 * @param spans the spans of one trace in any order
	 * @return the analysis
	 */
	public static TraceAnalysis analyze(Collection<TraceSpan> spans) {
		SpanTree tree = SpanTree.of(spans);
		SpanNode root = tree.root();
		List<Step> path = (root != null) ? CriticalPath.of(root) : List.of();
		long duration = (root != null) ? root.end - root.start : 0;
		Coverage coverage = Coverage.of(tree, duration);
		return new TraceAnalysis((root != null) ? root.span : null, duration, path, contributions(tree), times(tree),
				Repetitions.of(tree), coverage.gaps(), Calls.fanOuts(tree), Calls.serial(tree), tree.problems());
	}

	private static List<Contribution> contributions(SpanTree tree) {
		List<Contribution> contributions = new ArrayList<>();
		for (SpanNode node : tree.nodes()) {
			if (node.criticalNanos > 0) {
				contributions.add(new Contribution(node.span, node.criticalNanos, node.certain));
			}
		}
		contributions.sort(Comparator.comparingLong(Contribution::nanos).reversed());
		return List.copyOf(contributions);
	}

	private static List<SpanTime> times(SpanTree tree) {
		List<SpanTime> times = new ArrayList<>(tree.nodes().size());
		for (SpanNode node : tree.nodes()) {
			times.add(new SpanTime(node.span, node.depth, node.selfNanos, node.criticalNanos));
		}
		return List.copyOf(times);
	}

}
