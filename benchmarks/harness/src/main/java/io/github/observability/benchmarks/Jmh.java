package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the benchmarks of hot pieces and reads what they wrote.
 */
final class Jmh {

	private final Layout layout;

	Jmh(Layout layout) {
		this.layout = layout;
	}

	Path file() {
		return this.layout.target().resolve("jmh.json");
	}

	void run(List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						this.layout.jmhClassPath(), "org.openjdk.jmh.Main", "-prof", "gc", "-foe", "true", "-jvmArgs",
						"-Xmx512m -XX:+UseG1GC", "-rf", "json", "-rff", file().toString()));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).inheritIO().start();
		if (process.onExit().join().exitValue() != 0) {
			throw new IllegalStateException("JMH failed");
		}
	}

	List<Score> read() {
		List<Score> scores = new ArrayList<>();
		for (JsonNode result : JsonMapper.shared().readTree(file().toFile())) {
			scores.add(score(result));
		}
		return scores;
	}

	static Score score(JsonNode result) {
		String[] name = result.path("benchmark").asString().split("\\.");
		JsonNode metric = result.path("primaryMetric");
		double nanos = nanos(metric.path("scoreUnit").asString("ns/op"));
		return new Score(name[name.length - 2], name[name.length - 1], parameter(result.path("params")),
				nanos * metric.path("score").asDouble(), nanos * number(metric.path("scoreError")), allocated(result),
				counted(result, "writes") / counted(result, "lines"));
	}

	/** A benchmark chooses the unit of its time. */
	private static double nanos(String unit) {
		return switch (unit) {
			case "ns/op" -> 1;
			case "us/op" -> 1e3;
			case "ms/op" -> 1e6;
			case "s/op" -> 1e9;
			default -> throw new IllegalArgumentException("'" + unit + "' is no time of an operation");
		};
	}

	private static String parameter(JsonNode parameters) {
		return parameters.properties().stream().map(Map.Entry::getValue).map(JsonNode::asString).findFirst().orElse("");
	}

	/** A single measurement has no error, which JMH writes as a text. */
	private static double number(JsonNode value) {
		return value.isNumber() ? value.asDouble() : Double.NaN;
	}

	/** Older versions write a dot in front of the name. */
	private static double allocated(JsonNode result) {
		return result.path("secondaryMetrics")
			.properties()
			.stream()
			.filter((metric) -> metric.getKey().endsWith("gc.alloc.rate.norm"))
			.mapToDouble((metric) -> metric.getValue().path("score").asDouble())
			.findFirst()
			.orElse(Double.NaN);
	}

	private static double counted(JsonNode result, String event) {
		return result.path("secondaryMetrics").path(event).path("score").asDouble(Double.NaN);
	}

	/**
	 * The score of one benchmark.
	 *
	 * @param piece the piece
	 * @param way how it is done
	 * @param parameter with what, empty without parameters
	 * @param nanos nanoseconds of one operation
	 * @param error half of the 99.9 % confidence interval
	 * @param bytes bytes allocated by one operation
	 * @param writes calls of the output for one line, if the benchmark writes lines
	 */
	record Score(String piece, String way, String parameter, double nanos, double error, double bytes, double writes) {

	}

}
