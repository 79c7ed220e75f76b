package io.github.observability.shapes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The page that shows what the starter does in an application of each shape.
 */
final class CompatibilityPage {

	private static final Path FILE = Path.of("..", "docs", "compatibility.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by ShapesIntegrationTests. -->
			# Compatibility

			What the starter does in an application of each shape. The tests start one application per shape with the \
			starter's jars, send it a request with a `traceparent`, scrape it and stop it with SIGTERM. Without JSON, log \
			lines are the same as without the starter. Slices such as `@WebMvcTest` and `@DataJdbcTest` start without the \
			starter's beans.

			| Shape | Golden signals | Log lines | Trace id in log lines | Features |
			| --- | --- | --- | --- | --- |
			""";

	private static final Pattern MISSING_CLASS = Pattern
		.compile("@ConditionalOnClass did not find required class '(?:\\w+\\.)*(\\w+)'");

	private static final Pattern OTHER_BEANS = Pattern
		.compile("@ConditionalOnMissingBean \\(.*?\\) found beans of type '(?:\\w+\\.)*(\\w+)'.*");

	private static final Pattern OTHER_VALUE = Pattern
		.compile("@ConditionalOnBooleanProperty \\(([\\w.-]+)=\\w+\\) found different value in property '.*'");

	/**
	 * Render the page.
	 * @param observed what was seen of a shape; null where this JDK cannot run it, which
	 * stays as it is
	 * @return the text of the page
	 * @throws IOException if the committed page cannot be read
	 */
	String render(Function<Shape, @Nullable Observed> observed) throws IOException {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		Map<String, Shape> first = new LinkedHashMap<>();
		for (Shape shape : Shape.values()) {
			Observed seen = observed.apply(shape);
			String features = (seen != null) ? features(seen) : committedFeatures(shape, first);
			Shape leader = first.computeIfAbsent(features, (each) -> shape);
			String row = (seen != null) ? row(shape, seen) : committedRow(shape);
			page.append(row).append(" [").append(link(leader)).append(" |\n");
		}
		page.append("\n## Features\n\nFeatures have the names of their auto-configurations.\n");
		first.forEach((features, shape) -> page.append("\n### ").append(title(shape)).append("\n\n").append(features));
		return page.toString();
	}

	String committed() throws IOException {
		return Files.readString(FILE);
	}

	void write(String rendered) throws IOException {
		Files.writeString(FILE, rendered);
	}

	private static String link(Shape shape) {
		String title = title(shape);
		String anchor = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
		return "as " + title + "](#" + anchor + ")";
	}

	private static String title(Shape shape) {
		return shape.description().replace("`", "");
	}

	private String committedRow(Shape shape) throws IOException {
		return committed().lines()
			.filter((line) -> line.startsWith("| " + shape.description() + " |"))
			.map((line) -> line.substring(0, line.lastIndexOf(" [")))
			.findFirst()
			.orElse("| " + shape.description() + " | not run | | |");
	}

	/**
	 * Those of the shape that the committed page refers to, as seen in this run if it
	 * ran.
	 */
	private String committedFeatures(Shape shape, Map<String, Shape> seen) throws IOException {
		String page = committed();
		Shape leader = page.lines()
			.filter((line) -> line.startsWith("| " + shape.description() + " |"))
			.flatMap((line) -> Arrays.stream(Shape.values()).filter((each) -> line.endsWith(" [" + link(each) + " |")))
			.findFirst()
			.orElse(shape);
		return seen.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == leader)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseGet(() -> section(page, "\n### " + title(leader) + "\n\n"));
	}

	private static String section(String page, String heading) {
		int start = page.indexOf(heading);
		if (start < 0) {
			return "Not run.\n";
		}
		int end = page.indexOf("\n### ", start + 1);
		return page.substring(start + heading.length(), (end < 0) ? page.length() : end);
	}

	private static String row(Shape shape, Observed seen) {
		return "| " + String.join(" | ", shape.description(), signals(seen), lines(shape, seen), id(shape, seen))
				+ " |";
	}

	private static String signals(Observed seen) {
		return switch (seen.signals()) {
			// The observation registry is that of the parent, which asks only its own
			// handlers.
			case BOOTS -> "Boot's own, recorded in the parent context";
			case STARTERS -> "every request once";
			case NONE -> "serves no requests";
		};
	}

	private static String lines(Shape shape, Observed seen) {
		return seen.isJson() ? "JSON" : "text: " + shape.setup().whyPlain();
	}

	private static String id(Shape shape, Observed seen) {
		if (seen.isJson()) {
			return (shape.setup().traces() == Setup.Traces.AGENTS) ? "`trace.id`, from the agent" : "`trace.id`";
		}
		return seen.line().contains(Observed.TRACE_ID) ? "yes, through the pattern" : "no, the pattern has none";
	}

	private static String features(Observed seen) {
		Map<String, List<String>> byReason = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> feature : seen.features().path("off").properties()) {
			byReason.computeIfAbsent(reason(feature.getValue().asString()), (reason) -> new ArrayList<>())
				.add(feature.getKey());
		}
		StringBuilder features = new StringBuilder("On: ").append(codes(seen.on())).append(".\n");
		byReason.forEach((reason, names) -> features.append("\n- Off, because ")
			.append(reason)
			.append(": ")
			.append(codes(names))
			.append('.'));
		return features.append('\n').toString();
	}

	private static String reason(String outcome) {
		String missing = MISSING_CLASS.matcher(outcome).replaceAll("there is no `$1`");
		String beans = OTHER_BEANS.matcher(missing).replaceAll("there is another `$1` bean");
		return OTHER_VALUE.matcher(beans)
			.replaceAll("of `$1`")
			.replace("@ConditionalOnAvailableEndpoint not exposed", "the endpoint is not exposed")
			.replace("@ConditionalOnWebApplication did not find reactive or servlet web application classes",
					"this is not a web application")
			.replace("not a servlet web application", "this is not a servlet application")
			.replace("OpenTelemetry Java agent is", "the OpenTelemetry Java agent is");
	}

	private static String codes(List<String> names) {
		return names.stream().map((name) -> "`" + name + "`").collect(Collectors.joining(", "));
	}

}
