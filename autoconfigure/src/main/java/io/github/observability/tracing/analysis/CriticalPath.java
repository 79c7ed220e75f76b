package io.github.observability.tracing.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import io.github.observability.tracing.analysis.TraceAnalysis.Step;
import org.jspecify.annotations.Nullable;

/**
 * The critical path below a span. Each child that is on the path ends no later than the
 * one taken before it begins; what lies between is the time of the parent.
 */
final class CriticalPath {

	private final List<Step> steps = new ArrayList<>();

	private final Deque<Frame> open = new ArrayDeque<>();

	private CriticalPath() {
	}

	static List<Step> of(SpanNode root) {
		CriticalPath path = new CriticalPath();
		path.walkBack(root);
		Collections.reverse(path.steps);
		return List.copyOf(path.steps);
	}

	private void walkBack(SpanNode root) {
		this.open.push(new Frame(root, true));
		while (!this.open.isEmpty()) {
			Frame frame = this.open.element();
			SpanNode child = frame.lastFinished();
			if (child == null) {
				add(frame, frame.node.low);
				this.open.pop();
				continue;
			}
			add(frame, child.high);
			this.open.push(new Frame(child, frame.isCertain(child)));
			frame.cursor = child.low;
			frame.follower = child;
		}
	}

	private void add(Frame frame, long from) {
		if (from >= frame.cursor) {
			return;
		}
		boolean certain = frame.certain && frame.cursor <= frame.passedOver;
		this.steps.add(new Step(frame.node.span, from, frame.cursor, certain));
		frame.node.criticalNanos += frame.cursor - from;
		frame.node.certain &= certain;
	}

	private static final class Frame {

		private final SpanNode node;

		private final boolean certain;

		private final List<SpanNode> children;

		private int next;

		/** What is later has been attributed. */
		private long cursor;

		/** The child that was taken last, which begins at the cursor. */
		private @Nullable SpanNode follower;

		/** The earliest start of a child that runs beside the path. */
		private long passedOver = Long.MAX_VALUE;

		Frame(SpanNode node, boolean certain) {
			this.node = node;
			this.certain = certain;
			this.cursor = node.high;
			this.children = new ArrayList<>(node.children);
			this.children.sort(SpanNode.BY_END_DESCENDING);
		}

		@Nullable SpanNode lastFinished() {
			while (this.next < this.children.size()) {
				SpanNode child = this.children.get(this.next++);
				if (child.high == child.low) {
					continue;
				}
				if (child.high <= this.cursor) {
					return child;
				}
				this.passedOver = Math.min(this.passedOver, child.low);
			}
			return null;
		}

		/**
		 * That one sibling waits for another is known only of a thread's own calls.
		 */
		boolean isCertain(SpanNode child) {
			return this.certain && !child.isClipped() && this.cursor <= this.passedOver
					&& (this.follower == null || onSameThread(child.span, this.follower.span));
		}

		private static boolean onSameThread(TraceSpan one, TraceSpan other) {
			Object thread = one.attributes().get("thread.id");
			return thread != null && thread.equals(other.attributes().get("thread.id"));
		}

	}

}
