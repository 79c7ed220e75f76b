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

import io.github.observability.HttpNames;
import io.github.observability.JvmNames;
import io.github.observability.SemanticConvention;
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

	private static final String NAMES = """

			## Names

			Boot records by Micrometer's names, or by OpenTelemetry's if the application asks for them: with a convention \
			bean, such as `OpenTelemetryServerRequestObservationConvention`, or with \
			`management.observations.conventions=opentelemetry`, which Boot reads from 4.2 on and the starter on 4.1. A bean \
			wins over the property, and each kind of request has its own. Golden signals, objectives and their rules, \
			access lines, exemplars, endpoints and the console follow the names that are really recorded. Any other value \
			of the property stops the start, and so do two convention beans for the same kind of request.

			| What | Micrometer | OpenTelemetry |
			| --- | --- | --- |
			""";

	private static final String VERSIONS = """

			Spring Framework 7.0 has OpenTelemetry's convention for servlet containers only. With the property, the starter \
			brings those for WebFlux, `RestClient`, `RestTemplate` and `WebClient`, and registers Micrometer's own for the \
			memory, threads, classes and processors of the virtual machine. Micrometer 1.17 has none for pools of \
			connections, executors and garbage collection, whose meters keep their names.

			## Spring Boot 4.2

			One artifact is for Boot 4.1 and 4.2. Boot 4.0 stops the start with a sentence. What follows is as of 4.2.0-M1, \
			whose modules for metrics, observation and tracing are not published, nor is Micrometer Tracing 1.8.

			- Run: the short tests with Spring Framework 7.1.0-M1, OpenTelemetry's SDK 1.68.0 and Micrometer 1.18.0-M1 together \
			(`-Pforward-spring,forward-opentelemetry,forward-micrometer`). Of Micrometer, `micrometer-jakarta9` and \
			`micrometer-observation-test` are not published and stay at 1.17. What differs there: such an SDK is off without \
			a span processor, and its own propagator skips empty members of `tracestate`, so the page on \
			trace headers is not compared there.
			- Compared with the sources of 4.2.0-M1, by `.ci/boot-names`: all classes and beans of Boot that the code names.
			- Only read: `management.observations.conventions` and `management.opentelemetry.otlp.*`, which came after \
			4.2.0-M1. On 4.1 the starter gives both the effect that they have there.
			- `.ci/run` runs the short tests on the newest 4.2 that resolves whole, and says so if none does.

			These workarounds can go once 4.2 is the oldest version:

			- the conventions for WebFlux and for clients, as soon as Spring Framework has its own;
			- the settings of a signal from those of all signals, which Boot then reads itself;
			- in our propagator, what skips empty members of `tracestate`;
			- the tracer that replaces Boot's beside a running Java agent: from 1.68 on, an SDK without a processor makes no \
			ids of its own.

			Nothing here relies on `Observation.Scope.reset`, which does nothing from Micrometer 1.18 on.
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
		page.append(names());
		page.append(VERSIONS);
		page.append("\n## Features\n\nFeatures have the names of their auto-configurations.\n");
		first.forEach((features, shape) -> page.append("\n### ").append(title(shape)).append("\n\n").append(features));
		return page.toString();
	}

	private static String names() {
		StringBuilder table = new StringBuilder(NAMES);
		HttpNames[] micrometer = both(SemanticConvention.MICROMETER);
		HttpNames[] openTelemetry = both(SemanticConvention.OPENTELEMETRY);
		for (int i = 0; i < micrometer.length; i++) {
			String what = (i == 0) ? "requests served: " : "requests sent: ";
			row(table, what + "duration", micrometer[i].requests(), openTelemetry[i].requests());
			row(table, what + "in flight", micrometer[i].active(), openTelemetry[i].active());
			row(table, what + "route", micrometer[i].route(), openTelemetry[i].route());
		}
		row(table, "method", micrometer[0].method(), openTelemetry[0].method());
		row(table, "status", micrometer[0].status(), openTelemetry[0].status());
		row(table, "exception", micrometer[0].exception(), openTelemetry[0].exception());
		row(table, "host that was called", micrometer[1].peer(), openTelemetry[1].peer());
		row(table, "outcome", HttpNames.OUTCOME, HttpNames.OUTCOME);
		JvmNames jvm = JvmNames.of(SemanticConvention.MICROMETER);
		JvmNames otelJvm = JvmNames.of(SemanticConvention.OPENTELEMETRY);
		row(table, "memory in use", jvm.memoryUsed(), otelJvm.memoryUsed());
		row(table, "most memory", jvm.memoryMax(), otelJvm.memoryMax());
		row(table, "area of memory", jvm.memoryArea(), otelJvm.memoryArea());
		row(table, "threads by state", jvm.threads(), otelJvm.threads());
		row(table, "loaded classes", jvm.classes(), otelJvm.classes());
		row(table, "use of the processors", jvm.cpuUsage(), otelJvm.cpuUsage());
		row(table, "number of processors", jvm.cpuCount(), otelJvm.cpuCount());
		return table.toString();
	}

	private static HttpNames[] both(SemanticConvention convention) {
		return new HttpNames[] { HttpNames.server(convention), HttpNames.client(convention) };
	}

	private static void row(StringBuilder table, String what, @Nullable String micrometer,
			@Nullable String openTelemetry) {
		table.append("| %s | `%s` | `%s` |\n".formatted(what, micrometer, openTelemetry));
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
