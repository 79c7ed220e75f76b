package io.github.observability.tracing.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.observability.tracing.analysis.TraceAnalysis.Gap;
import org.jspecify.annotations.Nullable;

/**
 * How much of each span its children cover, and where they leave gaps.
 */
final class Coverage {

	private static final int MOST_GAPS = 100;

	/** A gap counts from one in so many parts of the trace's duration. */
	private static final int PARTS = 100;

	private final List<Gap> gaps = new ArrayList<>();

	private final long shortestGap;

	private Coverage(long shortestGap) {
		this.shortestGap = shortestGap;
	}

	static Coverage of(SpanTree tree, long duration) {
		Coverage coverage = new Coverage(Math.max(1, duration / PARTS));
		for (SpanNode node : tree.nodes()) {
			coverage.measure(node);
		}
		return coverage;
	}

	/**
	 * The children are in the order of their start.
	 */
	private void measure(SpanNode node) {
		long covered = 0;
		long reach = node.start;
		SpanNode last = null;
		for (SpanNode child : node.children) {
			long start = Math.max(child.start, node.start);
			long end = Math.min(child.end, node.end);
			if (end <= Math.max(start, reach)) {
				continue;
			}
			if (start > reach) {
				gap(node, reach, start, last, child);
			}
			covered += end - Math.max(start, reach);
			reach = end;
			last = child;
		}
		if (!node.children.isEmpty()) {
			gap(node, reach, node.end, last, null);
		}
		node.selfNanos = node.duration() - covered;
	}

	private void gap(SpanNode node, long from, long until, @Nullable SpanNode before, @Nullable SpanNode after) {
		if (until - from >= this.shortestGap) {
			this.gaps.add(new Gap(node.span, from, until, (before != null) ? before.span : null,
					(after != null) ? after.span : null));
		}
	}

	List<Gap> gaps() {
		return this.gaps.stream().sorted(Comparator.comparingLong(Gap::nanos).reversed()).limit(MOST_GAPS).toList();
	}

}
