package io.github.observability.tracing.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import io.github.observability.tracing.analysis.TraceAnalysis.FanOut;
import io.github.observability.tracing.analysis.TraceAnalysis.SerialCalls;

/**
 * Calls that a span makes: how many, how many at once, and which of them wait for each
 * other.
 */
final class Calls {

	private static final int MOST = 100;

	private Calls() {
	}

	static List<FanOut> fanOuts(SpanTree tree) {
		List<FanOut> fanOuts = new ArrayList<>();
		for (SpanNode node : tree.nodes()) {
			List<SpanNode> calls = callsOf(node);
			if (calls.size() > 1) {
				fanOuts.add(new FanOut(node.span, calls.size(), mostAtOnce(calls)));
			}
		}
		return fanOuts.stream().sorted(Comparator.comparingInt(FanOut::calls).reversed()).limit(MOST).toList();
	}

	private static List<SpanNode> callsOf(SpanNode node) {
		if (node.children.size() < 2) {
			return List.of();
		}
		return node.children.stream().filter((child) -> child.span.isCall()).toList();
	}

	private static int mostAtOnce(List<SpanNode> calls) {
		PriorityQueue<Long> ends = new PriorityQueue<>();
		int most = 0;
		for (SpanNode call : calls) {
			while (!ends.isEmpty() && ends.element() <= call.start) {
				ends.remove();
			}
			ends.add(call.end);
			most = Math.max(most, ends.size());
		}
		return most;
	}

	static List<SerialCalls> serial(SpanTree tree) {
		List<SerialCalls> serial = new ArrayList<>();
		for (SpanNode node : tree.nodes()) {
			List<SpanNode> run = new ArrayList<>();
			for (SpanNode call : callsOf(node)) {
				if (!isRemoteCall(call.span)) {
					continue;
				}
				if (!run.isEmpty() && call.start < run.get(run.size() - 1).end) {
					close(node, run, serial);
				}
				run.add(call);
			}
			close(node, run, serial);
		}
		return serial.stream()
			.sorted(Comparator.comparingLong(SerialCalls::savedNanos).reversed())
			.limit(MOST)
			.toList();
	}

	/**
	 * Statements are left out: those of a transaction have an order.
	 */
	private static boolean isRemoteCall(TraceSpan span) {
		return span.kind() == TraceSpan.Kind.CLIENT && !CallTarget.isQuery(span) && CallTarget.peer(span) != null;
	}

	/**
	 * Calls of one peer stay in their order, so the slowest peer is what would remain.
	 */
	private static void close(SpanNode node, List<SpanNode> run, List<SerialCalls> serial) {
		Map<String, Long> byPeer = new HashMap<>();
		for (SpanNode call : run) {
			byPeer.merge(String.valueOf(CallTarget.peer(call.span)), call.duration(), Calls::add);
		}
		if (byPeer.size() > 1) {
			long total = total(run);
			long slowest = byPeer.values().stream().mapToLong(Long::longValue).max().orElse(0);
			if (total > slowest) {
				serial.add(new SerialCalls(node.span, run.stream().map((call) -> call.span).toList(), total,
						total - slowest));
			}
		}
		run.clear();
	}

	static long total(List<SpanNode> nodes) {
		return nodes.stream().mapToLong(SpanNode::duration).reduce(0, Calls::add);
	}

	/**
	 * Saturating: faulty times may be as long as a number can be.
	 */
	private static long add(long one, long other) {
		long sum = one + other;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

}
