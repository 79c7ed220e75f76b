package io.github.observability.tracing.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A span in its tree while it is analyzed.
 */
final class SpanNode {

	static final Comparator<SpanNode> BY_START = Comparator.comparingLong((SpanNode node) -> node.start)
		.thenComparingInt((node) -> node.position);

	/** The last that ended first; of those that end together, the longest. */
	static final Comparator<SpanNode> BY_END_DESCENDING = Comparator.comparingLong((SpanNode node) -> -node.high)
		.thenComparingLong((node) -> node.low)
		.thenComparingInt((node) -> node.position);

	final TraceSpan span;

	/** Place among the spans that were given. */
	final int position;

	/** Start and end on the clock of the root. */
	long start;

	long end;

	/** What was added to the times of the span to get there. */
	long shift;

	/** The part of start and end that lies within all ancestors. */
	long low;

	long high;

	@Nullable SpanNode parent;

	List<SpanNode> children = List.of();

	int depth;

	boolean reached;

	long selfNanos;

	long criticalNanos;

	boolean certain = true;

	SpanNode(TraceSpan span, int position) {
		this.span = span;
		this.position = position;
		// Not negative, so that no difference overflows.
		this.start = Math.max(0, span.startNanos());
		this.end = Math.max(this.start, span.endNanos());
		this.low = this.start;
		this.high = this.end;
	}

	void add(SpanNode child) {
		if (this.children.isEmpty()) {
			this.children = new ArrayList<>(4);
		}
		this.children.add(child);
		child.parent = this;
	}

	/**
	 * Whether a part of it lies outside an ancestor.
	 */
	boolean isClipped() {
		return this.low != this.start || this.high != this.end;
	}

	long duration() {
		return this.end - this.start;
	}

}
