package io.github.observability.benchmarks;

import java.util.List;

/**
 * Whose work a frame does. A sample belongs to the innermost frame that has a category:
 * frames of the JDK and of helper libraries work for whoever called them.
 */
enum FrameCategory {

	/** Entries of the MDC. */
	MDC("MDC", "org.slf4j.MDC", "ch.qos.logback.classic.util.LogbackMDCAdapter"),

	/** Golden signals. */
	GOLDEN("Starter: golden signals", "io.github.observability.golden."),

	/** Context of a request. */
	CONTEXT("Starter: context", "io.github.observability.context."),

	/** Log lines. */
	LOGGING("Starter: log lines", "io.github.observability.logging."),

	/** Traces. */
	TRACING("Starter: tracing", "io.github.observability.tracing."),

	/** The small service. */
	SERVICE("Service", "io.github.observability.benchmarks."),

	/** All else of ours. */
	OTHER_STARTER("Starter: other", "io.github.observability."),

	/** The encoder of log lines. */
	LOGSTASH("Logstash encoder", "net.logstash."),

	/** Boot's log lines. */
	BOOT_LOGGING("Boot: log lines", "org.springframework.boot.logging.", "org.springframework.boot.json."),

	/** What Boot adds to Micrometer and OpenTelemetry. */
	BOOT_TELEMETRY("Boot: tracing and metrics", "org.springframework.boot.micrometer.",
			"org.springframework.boot.opentelemetry."),

	/** The logging system. */
	LOGBACK("Logback", "ch.qos.logback."),

	/** Spring's description of requests for observations. */
	OBSERVED_REQUESTS("Spring: observed requests", "org.springframework.http.server.observation.",
			"org.springframework.http.client.observation.", "org.springframework.web.filter.ServerHttpObservation"),

	/** Micrometer's traces. */
	MICROMETER_TRACING("Micrometer: tracing", "io.micrometer.tracing."),

	/** Micrometer's observations. */
	OBSERVATION("Micrometer: observation and key-values", "io.micrometer.observation.", "io.micrometer.common.",
			"io.micrometer.context."),

	/** Meters. */
	METERS("Micrometer: meters", "io.micrometer.", "io.prometheus."),

	/** OpenTelemetry. */
	OPENTELEMETRY("OpenTelemetry", "io.opentelemetry."),

	/** The server. */
	TOMCAT("Tomcat", "org.apache."),

	/** The framework. */
	SPRING("Spring", "org.springframework."),

	/** Anything else. */
	OTHER("Other");

	/** The only type of SLF4J that does more than pass on. */
	private static final String MDC_TYPE = "org.slf4j.MDC";

	private static final List<String> HELPERS = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"tools.jackson.", "com.fasterxml.", "org.slf4j.");

	private final String label;

	private final List<String> prefixes;

	FrameCategory(String label, String... prefixes) {
		this.label = label;
		this.prefixes = List.of(prefixes);
	}

	String label() {
		return this.label;
	}

	/**
	 * Find the frame that a sample belongs to.
	 * @param types names of the types of its frames, the innermost first
	 * @return the index of the frame, 0 if all work for somebody unknown
	 */
	static int owner(List<String> types) {
		for (int i = 0; i < types.size(); i++) {
			if (!isHelper(types.get(i))) {
				return i;
			}
		}
		return 0;
	}

	static FrameCategory of(String type) {
		for (FrameCategory category : values()) {
			if (category.prefixes.stream().anyMatch(type::startsWith)) {
				return category;
			}
		}
		return OTHER;
	}

	private static boolean isHelper(String type) {
		return !type.equals(MDC_TYPE) && HELPERS.stream().anyMatch(type::startsWith);
	}

}
