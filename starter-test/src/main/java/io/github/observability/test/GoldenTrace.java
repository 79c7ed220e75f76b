package io.github.observability.test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.tracing.analysis.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * A trace as text that is the same in each run: kinds, names and the facts that both
 * conventions agree on; no ids, ports, times or addresses. Siblings are in the order of
 * their text, and those that are equal are counted.
 */
final class GoldenTrace {

	private static final String INDENT = "  ";

	private static final String TIMES = " x";

	private final Path file;

	GoldenTrace(Path file) {
		this.file = file;
	}

	/**
	 * Whether the spans equal the file, or there is no file to compare with.
	 */
	boolean matches(List<TraceSpan> spans) {
		String expected = TestFiles.read(this.file);
		return TestFiles.isUpdate() || expected == null || expected.equals(render(spans));
	}

	/**
	 * Compare with the file, or write it.
	 * @return what differs, {@code null} if nothing does
	 */
	@Nullable String compare(List<TraceSpan> spans) {
		String rendered = render(spans);
		if (TestFiles.isUpdate()) {
			TestFiles.write(this.file, rendered);
			return null;
		}
		String expected = TestFiles.read(this.file);
		if (expected == null) {
			return "There is no golden trace " + this.file + "; -D" + TestFiles.UPDATE + "=true writes it";
		}
		return expected.equals(rendered) ? null
				: "The trace differs from " + this.file + " (- golden, + now; -D" + TestFiles.UPDATE
						+ "=true accepts it)\n" + difference(expected.lines().toList(), rendered.lines().toList());
	}

	static String render(List<TraceSpan> spans) {
		Map<String, List<TraceSpan>> children = new HashMap<>();
		Map<String, TraceSpan> byId = new LinkedHashMap<>();
		spans.forEach((span) -> byId.putIfAbsent(span.spanId(), span));
		List<TraceSpan> tops = new ArrayList<>();
		for (TraceSpan span : byId.values()) {
			String parent = span.parentSpanId();
			if (parent != null && byId.containsKey(parent)) {
				children.computeIfAbsent(parent, (key) -> new ArrayList<>()).add(span);
			}
			else {
				tops.add(span);
			}
		}
		StringBuilder text = new StringBuilder();
		siblings(tops, children, 0).forEach(text::append);
		return text.toString();
	}

	/**
	 * Return the text of each sibling with all below it.
	 */
	private static List<String> siblings(List<TraceSpan> spans, Map<String, List<TraceSpan>> children, int depth) {
		Map<String, Integer> counts = new TreeMap<>(Comparator.naturalOrder());
		for (TraceSpan span : spans) {
			StringBuilder text = new StringBuilder();
			text.append(INDENT.repeat(depth)).append(line(span)).append('\n');
			siblings(children.getOrDefault(span.spanId(), List.of()), children, depth + 1).forEach(text::append);
			counts.merge(text.toString(), 1, Integer::sum);
		}
		List<String> texts = new ArrayList<>();
		counts.forEach((text, count) -> texts.add((count == 1) ? text : text.replaceFirst("\n", TIMES + count + "\n")));
		return texts;
	}

	private static String line(TraceSpan span) {
		StringBuilder text = new StringBuilder(span.kind().name()).append(' ')
			.append(Cardinality.withoutIds(SpanNames.title(span)));
		facts(span).forEach((key, value) -> text.append(" | ").append(key).append('=').append(value));
		return text.toString();
	}

	/**
	 * Facts by names of our own, so that a file outlives a change of the convention.
	 */
	private static Map<String, String> facts(TraceSpan span) {
		Map<String, String> facts = new LinkedHashMap<>();
		put(facts, "method", span.httpMethod());
		String route = (span.kind() != TraceSpan.Kind.INTERNAL) ? span.route() : null;
		put(facts, "route", (route != null) ? route.replaceFirst("\\?.*", "") : null);
		put(facts, "status", (span.httpStatus() > 0) ? String.valueOf(span.httpStatus()) : null);
		put(facts, "destination",
				span.attribute("messaging.destination.name", "messaging.source.name", "messaging.destination"));
		if (span.failed()) {
			facts.put("failed", "true");
		}
		return facts;
	}

	private static void put(Map<String, String> facts, String key, @Nullable String value) {
		if (value != null) {
			facts.put(key, value);
		}
	}

	private static String difference(List<String> expected, List<String> actual) {
		int[][] common = new int[expected.size() + 1][actual.size() + 1];
		for (int i = expected.size() - 1; i >= 0; i--) {
			for (int j = actual.size() - 1; j >= 0; j--) {
				common[i][j] = expected.get(i).equals(actual.get(j)) ? common[i + 1][j + 1] + 1
						: Math.max(common[i + 1][j], common[i][j + 1]);
			}
		}
		StringBuilder text = new StringBuilder();
		int i = 0;
		int j = 0;
		while (i < expected.size() || j < actual.size()) {
			if (i < expected.size() && j < actual.size() && expected.get(i).equals(actual.get(j))) {
				text.append("  ").append(expected.get(i++)).append('\n');
				j++;
			}
			else if (j >= actual.size() || i < expected.size() && common[i + 1][j] >= common[i][j + 1]) {
				text.append("- ").append(expected.get(i++)).append('\n');
			}
			else {
				text.append("+ ").append(actual.get(j++)).append('\n');
			}
		}
		return text.toString();
	}

}
