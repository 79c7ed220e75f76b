package io.github.observability.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * All variants, the bare one first.
 */
final class Variants {

	static final String BARE = "bare";

	static final String STARTER = "starter";

	static final String PROFILED = "starter-profiled";

	private static final List<String> METRICS = List.of("management.endpoints.web.exposure.include=prometheus",
			"management.metrics.distribution.percentiles-histogram.http.server.requests=true");

	private static final List<String> JSON = List.of("logging.structured.format.console=ecs");

	/** Those that a request pays for; this service records no business metrics. */
	private static final List<String> FEATURES = List.of("golden", "logging", "context", "tracing");

	/** Text lines with the ids that OpenTelemetry's instrumentation puts into the MDC. */
	private static final List<String> TEXT_WITH_IDS = List
		.of("logging.pattern.correlation=[%X{trace_id:-},%X{span_id:-}] ");

	private final String sinkUrl;

	private final String agentJar;

	Variants(String sinkUrl, String agentJar) {
		this.sinkUrl = sinkUrl;
		this.agentJar = agentJar;
	}

	List<Variant> all() {
		List<Variant> variants = new ArrayList<>(peers());
		variants.add(boot("boot-metrics", "Boot by hand: metrics", "boot-metrics", METRICS));
		variants.add(boot("boot-json", "Boot by hand: JSON log", "bare", JSON));
		for (String feature : FEATURES) {
			variants.add(boot("no-" + feature, "Starter without " + feature, "starter",
					List.of("observability." + feature + ".enabled=false")));
		}
		return variants;
	}

	/**
	 * Return those that a user chooses from.
	 */
	List<Variant> peers() {
		List<Variant> variants = new ArrayList<>();
		variants.add(boot(BARE, "Bare", "bare", List.of()));
		variants.add(boot("boot-all", "Boot by hand: metrics, tracing at 0.01, JSON log", "boot-all",
				concat(METRICS, JSON, sampled("0.01"))));
		variants.add(boot("boot-all-1.0", "Boot by hand: the same at 1.0 with OTLP", "boot-all",
				concat(METRICS, JSON, exported("1.0"))));
		variants.add(agent("agent", "OpenTelemetry Java agent at 0.01, text log with ids", "0.01"));
		variants.add(agent("agent-1.0", "OpenTelemetry Java agent at 1.0, text log with ids", "1.0"));
		variants.add(otelStarter());
		variants.add(boot(STARTER, "Starter with defaults", "starter", List.of()));
		variants
			.add(boot("starter-exporter", "Starter at 0.01 with OTLP and tail sampling", "starter", exported("0.01")));
		variants.add(boot("starter-exporter-one-line", "The same without access lines", "starter",
				concat(exported("0.01"), List.of("observability.logging.access.enabled=false"))));
		variants.add(boot("starter-1.0", "Starter at 1.0 with OTLP", "starter", exported("1.0")));
		variants.add(boot(PROFILED, "Starter that is profiled all the time", "starter",
				List.of("observability.profiling.continuous.enabled=true")));
		return variants;
	}

	Variant get(String name) {
		return all().stream()
			.filter((variant) -> variant.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no variant '%s', only %s".formatted(name, all().stream().map(Variant::name).toList())));
	}

	private static Variant boot(String name, String label, String classPath, List<String> properties) {
		return new Variant(name, label, classPath, List.of(), properties);
	}

	private Variant agent(String name, String label, String probability) {
		List<String> arguments = List.of("-javaagent:" + this.agentJar, "-Dotel.service.name=greetings",
				"-Dotel.traces.sampler=parentbased_traceidratio", "-Dotel.traces.sampler.arg=" + probability,
				"-Dotel.exporter.otlp.protocol=http/protobuf", "-Dotel.exporter.otlp.endpoint=" + this.sinkUrl,
				"-Dotel.logs.exporter=none");
		return new Variant(name, label, "bare", arguments, TEXT_WITH_IDS);
	}

	private Variant otelStarter() {
		List<String> properties = List.of("otel.exporter.otlp.endpoint=" + this.sinkUrl, "otel.logs.exporter=none",
				"otel.instrumentation.logback-mdc.enabled=true");
		return new Variant("otel-starter", "OpenTelemetry Spring Boot starter at 1.0, text log with ids",
				"otel-starter", List.of(), concat(TEXT_WITH_IDS, properties));
	}

	private static List<String> sampled(String probability) {
		return List.of("management.tracing.sampling.probability=" + probability);
	}

	private List<String> exported(String probability) {
		return concat(sampled(probability),
				List.of("management.opentelemetry.tracing.export.otlp.endpoint=" + this.sinkUrl + "/v1/traces"));
	}

	@SafeVarargs
	private static List<String> concat(List<String>... lists) {
		List<String> all = new ArrayList<>();
		for (List<String> list : lists) {
			all.addAll(list);
		}
		return all;
	}

}
