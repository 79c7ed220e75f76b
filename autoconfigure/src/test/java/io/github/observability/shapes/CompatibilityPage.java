package io.github.observability.shapes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The page that tells what the starter does in an application of each shape.
 */
final class CompatibilityPage {

	private static final Path FILE = Path.of("..", "docs", "compatibility.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by ShapesIntegrationTests. -->
			# Compatibility

			What the starter does in an application of each shape, as seen when the tests started one with the starter's \
			jars, sent it a request with a `traceparent`, scraped it and stopped it with SIGTERM. Features bear the names \
			of their auto-configurations. Log output that is not JSON is the same as without the starter. Slices such as \
			`@WebMvcTest` and `@DataJdbcTest` start without the starter's beans.

			| Shape | Golden signals | Trace id in the log line | On | Backed off, and why |
			| --- | --- | --- | --- | --- |
			""";

	/**
	 * Render the page.
	 * @param observed what was seen of a shape; null where this JDK cannot run it, whose
	 * row stays as it is
	 * @return the text of the page
	 * @throws IOException if the committed page cannot be read
	 */
	String render(Function<Shape, @Nullable Observed> observed) throws IOException {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		for (Shape shape : Shape.values()) {
			Observed seen = observed.apply(shape);
			page.append((seen != null) ? row(shape, seen) : committedRow(shape)).append('\n');
		}
		return page.toString();
	}

	String committed() throws IOException {
		return Files.readString(FILE);
	}

	void write(String rendered) throws IOException {
		Files.writeString(FILE, rendered);
	}

	private String committedRow(Shape shape) throws IOException {
		return committed().lines()
			.filter((line) -> line.startsWith("| " + shape.description() + " |"))
			.findFirst()
			.orElse("| " + shape.description() + " | not run | | | |");
	}

	private static String row(Shape shape, Observed seen) {
		return "| "
				+ String.join(" | ", shape.description(), signals(seen), id(shape, seen), on(seen), off(shape, seen))
				+ " |";
	}

	private static String signals(Observed seen) {
		return switch (seen.signals()) {
			case STARTERS -> "each request once, in flight back at 0";
			case BOOTS -> "Boot's own, each request once";
			case NONE -> "serves no requests";
		};
	}

	private static String id(Shape shape, Observed seen) {
		if (seen.isJson()) {
			return (shape.setup().traces() == Setup.Traces.AGENTS) ? "`trace.id`, the agent's" : "`trace.id`";
		}
		return seen.line().contains(Observed.TRACE_ID) ? "yes, by the pattern" : "no, the pattern has none";
	}

	private static String on(Observed seen) {
		List<String> on = new ArrayList<>(seen.on().stream().map(CompatibilityPage::code).toList());
		if (seen.isJson()) {
			on.add("JSON lines");
		}
		if (seen.isTracing()) {
			on.add("tracer");
		}
		return String.join(", ", on);
	}

	private static String off(Shape shape, Observed seen) {
		Map<String, List<String>> byReason = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> feature : seen.features().path("off").properties()) {
			byReason.computeIfAbsent(reason(feature.getValue().asString()), (reason) -> new ArrayList<>())
				.add(code(feature.getKey()));
		}
		if (seen.signals() == Setup.Signals.BOOTS && seen.on().contains("ServletGoldenSignals")) {
			byReason.put("the observation registry is the parent's, which asks only the handlers of the parent",
					List.of("corrected golden signals"));
		}
		if (!seen.isJson()) {
			byReason.put(shape.setup().whyPlain(), List.of("JSON lines"));
		}
		if (!seen.isTracing()) {
			byReason.put("the agent makes the spans", List.of("tracer"));
		}
		return byReason.entrySet()
			.stream()
			.map((entry) -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
			.collect(Collectors.joining("; "));
	}

	private static String reason(String outcome) {
		return outcome.replaceAll("@ConditionalOnClass did not find required class '(?:\\w+\\.)*(\\w+)'", "no `$1`");
	}

	private static String code(String text) {
		return "`" + text + "`";
	}

}
