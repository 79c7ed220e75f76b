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
 * The page that shows what the starter does in each kind of application.
 */
final class CompatibilityPage {

	private static final Path FILE = Path.of("..", "docs", "compatibility.md");

	private static final String INTRODUCTION = """
			<!-- Rendered by ShapesIntegrationTests. -->
			# Compatibility

			This page shows what the starter does in each kind of application. The tests start one application of each \
			kind with the starter's JARs, send it a request with a `traceparent`, scrape it and stop it with SIGTERM. \
			Log lines that are not JSON are the same as without the starter. Slices such as `@WebMvcTest` and \
			`@DataJdbcTest` start without the starter's beans.

			| Application | Golden signals | Log lines | Trace id in log lines | Features |
			| --- | --- | --- | --- | --- |
			""";

	private static final String NAMES = """

			## Names

			Boot uses Micrometer's names, or OpenTelemetry's if the application chooses them: with a convention bean, \
			such as `OpenTelemetryServerRequestObservationConvention`, or with \
			`management.observations.conventions=opentelemetry`, which Boot reads from 4.2 on and the starter on 4.1. \
			A bean takes precedence over the property, and each kind of request has its own. Golden signals, \
			objectives and their rules, access lines, exemplars, endpoints and the console follow the names that are \
			actually recorded. The application fails to start if the property has any other value or if there are two \
			convention beans for the same kind of request.

			| What | Micrometer | OpenTelemetry |
			| --- | --- | --- |
			""";

	private static final String VERSIONS = """

			Spring Framework 7.0 has OpenTelemetry's convention for servlet containers only. If the property is set, \
			the starter adds the conventions for WebFlux, `RestClient`, `RestTemplate` and `WebClient`, and registers \
			Micrometer's own for the memory, threads, classes and processors of the JVM. Micrometer 1.17 has none for \
			connection pools, executors and garbage collection, whose meters keep their names.

			## Spring Boot 4.2

			The same artifact supports Boot 4.1 and 4.2. On Boot 4.0, the application fails to start with a message \
			that names the supported versions. The following applies to 4.2.0-M1, whose modules for metrics, \
			observation and tracing are not published. Micrometer Tracing 1.8 is not published either.

			- Tested: the short tests, with Spring Framework 7.1.0-M1, OpenTelemetry SDK 1.68.0 and Micrometer \
			1.18.0-M1 together (`-Pforward-spring,forward-opentelemetry,forward-micrometer`). Micrometer's \
			`micrometer-jakarta9` and `micrometer-observation-test` are not published and stay at 1.17. Two things \
			differ: this SDK is disabled without a span processor, and its own propagator skips empty members of \
			`tracestate`, so the page on trace headers is not compared there.
			- Compared with the sources of 4.2.0-M1, by `.ci/boot-names`: all Boot classes and beans that the code \
			names.
			- Only reviewed: `management.observations.conventions` and `management.opentelemetry.otlp.*`, which were \
			added after 4.2.0-M1. On 4.1, the starter gives both the effect that they have there.
			- `.ci/run` runs the short tests on the newest 4.2 version whose artifacts can all be resolved, and \
			reports if there is none.

			The following workarounds can be removed once 4.2 is the oldest supported version:

			- the conventions for WebFlux and for clients, as soon as Spring Framework has its own;
			- the code that derives the settings of one signal from those of all signals, which Boot then reads \
			itself;
			- the code in our propagator that skips empty members of `tracestate`;
			- the tracer that replaces Boot's if a Java agent is running: from 1.68 on, an SDK without a processor \
			creates no ids of its own.

			The starter does not rely on `Observation.Scope.reset`, which has no effect from Micrometer 1.18 on.
			""";

	private static final Pattern MISSING_CLASS = Pattern
		.compile("@ConditionalOnClass did not find required class '(?:\\w+\\.)*(\\w+)'");

	private static final Pattern OTHER_BEANS = Pattern
		.compile("@ConditionalOnMissingBean \\(.*?\\) found beans of type '(?:\\w+\\.)*(\\w+)'.*");

	private static final Pattern NO_BEANS = Pattern
		.compile("@ConditionalOnBean \\(.*?\\) did not find any beans of type (?:\\w+\\.)*(\\w+)");

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
		page.append("\n## Features\n\nEach feature has the name of its auto-configuration.\n");
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
		row(table, "called host", micrometer[1].peer(), openTelemetry[1].peer());
		row(table, "outcome", HttpNames.OUTCOME, HttpNames.OUTCOME);
		JvmNames jvm = JvmNames.of(SemanticConvention.MICROMETER);
		JvmNames otelJvm = JvmNames.of(SemanticConvention.OPENTELEMETRY);
		row(table, "memory in use", jvm.memoryUsed(), otelJvm.memoryUsed());
		row(table, "maximum memory", jvm.memoryMax(), otelJvm.memoryMax());
		row(table, "memory area", jvm.memoryArea(), otelJvm.memoryArea());
		row(table, "threads by state", jvm.threads(), otelJvm.threads());
		row(table, "loaded classes", jvm.classes(), otelJvm.classes());
		row(table, "CPU usage", jvm.cpuUsage(), otelJvm.cpuUsage());
		row(table, "number of CPUs", jvm.cpuCount(), otelJvm.cpuCount());
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
		return seen.line().contains(Observed.TRACE_ID) ? "yes, through the pattern"
				: "no, the pattern does not contain it";
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
		String noBeans = NO_BEANS.matcher(beans).replaceAll("there is no `$1` bean");
		return OTHER_VALUE.matcher(noBeans)
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
