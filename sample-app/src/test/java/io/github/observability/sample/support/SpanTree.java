package io.github.observability.sample.support;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parents and children among the spans of a trace. */
public final class SpanTree {

	private final List<ReceivedSpan> spans;

	private final Map<String, List<ReceivedSpan>> childrenByParent;

	private final List<ReceivedSpan> tops;

	private SpanTree(List<ReceivedSpan> spans) {
		this.spans = List.copyOf(spans);
		this.childrenByParent = spans.stream()
			.collect(Collectors.groupingBy(ReceivedSpan::parentSpanId, LinkedHashMap::new, Collectors.toList()));
		Set<String> ids = spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
		this.tops = spans.stream().filter((span) -> !ids.contains(span.parentSpanId())).toList();
	}

	/**
	 * Builds the tree, connected or not.
	 * @param spans spans of one trace in any order
	 * @return the tree
	 */
	public static SpanTree of(List<ReceivedSpan> spans) {
		return new SpanTree(spans);
	}

	/**
	 * Whether all spans hang together under one root or under one remote parent.
	 * @return {@code true} if {@link #problems()} has none
	 */
	public boolean isConnected() {
		return problems().isEmpty();
	}

	/**
	 * Fails unless the tree is connected.
	 * @return this tree
	 * @throws AssertionError if it is not, with the reasons and the tree
	 */
	public SpanTree assertConnected() {
		if (!isConnected()) {
			throw new AssertionError("%s in\n%s".formatted(String.join(", ", problems()), this));
		}
		return this;
	}

	/**
	 * Spans whose parent is not among the spans.
	 * @return the spans in the order given
	 */
	public List<ReceivedSpan> tops() {
		return this.tops;
	}

	/**
	 * Whether there is a chain of spans, each the parent of the next, with these names.
	 * It may begin anywhere in the tree but has no gaps.
	 * @param names span names from the outermost to the innermost
	 * @return {@code true} if there is
	 */
	public boolean containsPath(String... names) {
		if (names.length == 0) {
			throw new IllegalArgumentException("A path has at least one name");
		}
		List<ReceivedSpan> candidates = this.spans;
		for (int i = 0; i < names.length; i++) {
			String name = names[i];
			candidates = candidates.stream().filter((span) -> span.name().equals(name)).toList();
			if (i < names.length - 1) {
				candidates = candidates.stream().flatMap((span) -> children(span).stream()).toList();
			}
		}
		return !candidates.isEmpty();
	}

	/**
	 * Why the tree is not connected.
	 * @return the reasons, empty if it is
	 */
	public List<String> problems() {
		List<String> problems = new ArrayList<>();
		if (this.spans.isEmpty()) {
			problems.add("no spans");
			return problems;
		}
		if (distinct(ReceivedSpan::traceId).size() > 1) {
			problems.add("several traces");
		}
		if (distinct(ReceivedSpan::spanId).size() < this.spans.size()) {
			problems.add("span id used twice");
		}
		addProblemsAtTheTop(problems);
		return problems;
	}

	private void addProblemsAtTheTop(List<String> problems) {
		long roots = this.tops.stream().filter(ReceivedSpan::isRoot).count();
		Set<String> parents = this.tops.stream().map(ReceivedSpan::parentSpanId).collect(Collectors.toSet());
		if (roots > 1 || parents.size() > 1) {
			problems.add("%d roots and %d other parents that are not there".formatted(roots,
					parents.size() - ((roots > 0) ? 1 : 0)));
		}
		if (this.tops.stream().anyMatch((top) -> !top.isRoot() && !top.mayHaveRemoteParent())) {
			problems.add("local parent that is not there");
		}
		if (reachable().size() < this.spans.size()) {
			problems.add("spans that are their own ancestors");
		}
	}

	/**
	 * Renders what is the same in each run of the same request.
	 * @param title what to call a span
	 * @return a line for each span, its kind and its title, indented by its depth
	 */
	public String outline(Function<ReceivedSpan, String> title) {
		StringBuilder text = new StringBuilder();
		this.tops.forEach((top) -> appendOutline(text, top, 0, title));
		return text.toString();
	}

	private void appendOutline(StringBuilder text, ReceivedSpan span, int depth, Function<ReceivedSpan, String> title) {
		text.append("%-10s".formatted(span.kind())).append("  ".repeat(depth)).append(title.apply(span)).append('\n');
		children(span).forEach((child) -> appendOutline(text, child, depth + 1, title));
	}

	@Override
	public String toString() {
		if (this.spans.isEmpty()) {
			return "(no spans)";
		}
		StringBuilder text = new StringBuilder();
		Set<ReceivedSpan> printed = identitySet();
		for (ReceivedSpan top : this.tops) {
			if (!top.isRoot()) {
				text.append("(parent ").append(top.parentSpanId()).append(" is not there)\n");
			}
			append(text, printed, top, top.isRoot() ? 0 : 1);
		}
		for (ReceivedSpan span : this.spans) {
			if (!printed.contains(span)) {
				text.append("(own ancestor) ").append(describe(span));
			}
		}
		return text.toString();
	}

	private void append(StringBuilder text, Set<ReceivedSpan> printed, ReceivedSpan span, int depth) {
		if (printed.add(span)) {
			text.append("  ".repeat(depth)).append(describe(span));
			children(span).forEach((child) -> append(text, printed, child, depth + 1));
		}
	}

	private Set<ReceivedSpan> reachable() {
		Set<ReceivedSpan> reachable = identitySet();
		Deque<ReceivedSpan> next = new ArrayDeque<>(this.tops);
		while (!next.isEmpty()) {
			ReceivedSpan span = next.remove();
			if (reachable.add(span)) {
				next.addAll(children(span));
			}
		}
		return reachable;
	}

	private List<ReceivedSpan> children(ReceivedSpan span) {
		return this.childrenByParent.getOrDefault(span.spanId(), List.of());
	}

	private Set<String> distinct(Function<ReceivedSpan, String> id) {
		return this.spans.stream().map(id).collect(Collectors.toSet());
	}

	private static String describe(ReceivedSpan span) {
		return "%s %s %s %.1f ms%s [%s]\n".formatted(
				span.resourceAttributes().getOrDefault("service.name", "(no service)"), span.kind(), span.name(),
				span.duration().toNanos() / 1e6,
				(span.status() != ReceivedSpan.Status.UNSET) ? " " + span.status() : "", span.spanId());
	}

	// A span sent twice is two spans here, although equal.
	private static Set<ReceivedSpan> identitySet() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

}
