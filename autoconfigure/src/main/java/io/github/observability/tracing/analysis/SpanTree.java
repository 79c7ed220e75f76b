package io.github.observability.tracing.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.tracing.analysis.TraceAnalysis.Problem;
import io.github.observability.tracing.analysis.TraceAnalysis.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Parents and children among the spans of a trace, whatever is wrong with them. Nothing
 * here recurses: a trace may be deeper than a stack.
 */
final class SpanTree {

	private final List<SpanNode> nodes = new ArrayList<>();

	private final List<SpanNode> tops = new ArrayList<>();

	private final Map<ProblemType, List<TraceSpan>> problems = new EnumMap<>(ProblemType.class);

	private @Nullable SpanNode root;

	private SpanTree() {
	}

	static SpanTree of(Collection<TraceSpan> spans) {
		SpanTree tree = new SpanTree();
		if (spans.isEmpty()) {
			tree.problems.put(ProblemType.EMPTY, List.of());
			return tree;
		}
		List<SpanNode> nodes = tree.create(spans);
		tree.link(nodes);
		tree.walk();
		tree.breakCycles(nodes);
		tree.chooseRoot();
		return tree;
	}

	private List<SpanNode> create(Collection<TraceSpan> spans) {
		String traceId = mostFrequentTrace(spans);
		List<SpanNode> created = new ArrayList<>(spans.size());
		for (TraceSpan span : spans) {
			if (!span.traceId().equals(traceId)) {
				report(ProblemType.SEVERAL_TRACES, span);
				continue;
			}
			if (span.endNanos() < span.startNanos()) {
				report(ProblemType.ENDS_BEFORE_START, span);
			}
			created.add(new SpanNode(span, created.size()));
		}
		return created;
	}

	private static String mostFrequentTrace(Collection<TraceSpan> spans) {
		Map<String, Integer> counts = new HashMap<>();
		String frequent = "";
		int most = 0;
		for (TraceSpan span : spans) {
			int count = counts.merge(span.traceId(), 1, Integer::sum);
			if (count > most) {
				most = count;
				frequent = span.traceId();
			}
		}
		return frequent;
	}

	private void link(List<SpanNode> nodes) {
		Map<String, SpanNode> byId = new HashMap<>(2 * nodes.size());
		for (SpanNode node : nodes) {
			if (byId.putIfAbsent(node.span.spanId(), node) != null) {
				report(ProblemType.DUPLICATE_ID, node.span);
			}
		}
		for (SpanNode node : nodes) {
			String parentId = node.span.parentSpanId();
			SpanNode parent = (parentId != null) ? byId.get(parentId) : null;
			if (parent != null) {
				parent.add(node);
				continue;
			}
			this.tops.add(node);
			if (parentId != null) {
				report(ProblemType.MISSING_PARENT, node.span);
			}
		}
	}

	private void walk() {
		this.tops.sort(SpanNode.BY_START);
		for (SpanNode top : this.tops) {
			walk(top);
		}
	}

	/**
	 * Parents before children, so that a parent's times are settled when its children
	 * need them.
	 */
	private void walk(SpanNode top) {
		Deque<SpanNode> next = new ArrayDeque<>();
		top.reached = true;
		next.push(top);
		while (!next.isEmpty()) {
			SpanNode node = next.pop();
			this.nodes.add(node);
			for (SpanNode child : node.children) {
				child.depth = node.depth + 1;
				child.reached = true;
				align(child, node);
			}
			if (node.children.size() > 1) {
				node.children.sort(SpanNode.BY_START);
			}
			for (int i = node.children.size() - 1; i >= 0; i--) {
				next.push(node.children.get(i));
			}
		}
	}

	private void align(SpanNode child, SpanNode parent) {
		boolean sameClock = child.span.service().equals(parent.span.service());
		if (sameClock) {
			child.shift = parent.shift;
		}
		else if (isSkewed(child, parent)) {
			child.shift = parent.start + (parent.duration() - child.duration()) / 2 - child.start;
			report(ProblemType.CLOCK_SKEW, child.span);
		}
		child.start += child.shift;
		child.end += child.shift;
		if (child.start < parent.start) {
			report(ProblemType.STARTS_BEFORE_PARENT, child.span);
		}
		if (child.end > parent.end) {
			report(ProblemType.OUTLIVES_PARENT, child.span);
		}
		child.low = Math.min(Math.max(child.start, parent.low), parent.high);
		child.high = Math.max(child.low, Math.min(child.end, parent.high));
	}

	/**
	 * A request cannot be served before it is sent, nor begin after its response. That it
	 * ends later is no sign: the client may have given up.
	 */
	private static boolean isSkewed(SpanNode child, SpanNode parent) {
		return parent.span.kind() == TraceSpan.Kind.CLIENT && child.span.kind() == TraceSpan.Kind.SERVER
				&& child.duration() <= parent.duration() && (child.start < parent.start || child.start > parent.end);
	}

	/**
	 * What no top leads to is on a cycle or hangs from one. The earliest span of each
	 * cycle becomes a top.
	 */
	private void breakCycles(List<SpanNode> nodes) {
		for (SpanNode node : nodes) {
			if (node.reached) {
				continue;
			}
			List<SpanNode> cycle = cycleAbove(node);
			cycle.forEach((member) -> report(ProblemType.CYCLE, member.span));
			SpanNode top = cycle.stream().min(SpanNode.BY_START).orElse(node);
			SpanNode parent = top.parent;
			if (parent != null) {
				parent.children.remove(top);
				top.parent = null;
			}
			this.tops.add(top);
			walk(top);
		}
	}

	private static List<SpanNode> cycleAbove(SpanNode node) {
		// The pace of the second is twice that of the first, so they meet on the cycle.
		SpanNode slow = node;
		SpanNode fast = node;
		do {
			slow = parentOf(slow);
			fast = parentOf(parentOf(fast));
		}
		while (slow != fast);
		List<SpanNode> cycle = new ArrayList<>();
		SpanNode member = slow;
		do {
			cycle.add(member);
			member = parentOf(member);
		}
		while (member != slow);
		return cycle;
	}

	private static SpanNode parentOf(SpanNode node) {
		SpanNode parent = node.parent;
		if (parent == null) {
			throw new IllegalStateException("A span that no top leads to has a parent");
		}
		return parent;
	}

	private void chooseRoot() {
		List<SpanNode> roots = this.tops.stream().filter((top) -> top.span.isRoot()).toList();
		if (roots.isEmpty()) {
			this.problems.put(ProblemType.NO_ROOT, List.of());
		}
		if (roots.size() > 1) {
			this.problems.put(ProblemType.SEVERAL_ROOTS, roots.stream().map((node) -> node.span).toList());
		}
		this.root = (roots.isEmpty() ? this.tops : roots).stream()
			.max(Comparator.comparingLong(SpanNode::duration)
				.thenComparing(Comparator.comparingInt((SpanNode node) -> node.position).reversed()))
			.orElse(null);
	}

	private void report(ProblemType type, TraceSpan span) {
		this.problems.computeIfAbsent(type, (key) -> new ArrayList<>()).add(span);
	}

	/**
	 * Every span, parents before children, siblings in the order of their start.
	 */
	List<SpanNode> nodes() {
		return this.nodes;
	}

	@Nullable SpanNode root() {
		return this.root;
	}

	List<Problem> problems() {
		return this.problems.entrySet()
			.stream()
			.map((entry) -> new Problem(entry.getKey(), List.copyOf(entry.getValue())))
			.toList();
	}

}
