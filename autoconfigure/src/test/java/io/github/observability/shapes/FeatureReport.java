package io.github.observability.shapes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Tells on stderr, from inside the application, what of the starter is on once it is
 * ready, and what it still serves when it is told to stop.
 */
public class FeatureReport {

	static final String READY = "FEATURES ";

	static final String CLOSED = "CLOSED ";

	private static final String OURS = "io.github.observability.";

	private final ConfigurableApplicationContext context;

	FeatureReport(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		Map<String, String> off = new TreeMap<>();
		List<String> ours = autoConfigurations();
		ours.forEach((name) -> whyOff(name, off));
		print(READY,
				Map.of("port", port("local.server.port"), "managementPort", port("local.management.port"), "on",
						ours.stream().map(FeatureReport::shortName).filter((name) -> !off.containsKey(name)).toList(),
						"off", off, "tracing", isTracing()));
	}

	@EventListener
	void closed(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			print(CLOSED, Map.of("inFlight", inFlight()));
		}
	}

	private List<String> autoConfigurations() {
		return StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, this.context.getClassLoader()).spliterator(), false)
			.filter((name) -> name.startsWith(OURS))
			.sorted()
			.toList();
	}

	private void whyOff(String name, Map<String, String> off) {
		ConditionAndOutcomes outcomes = ConditionEvaluationReport.get(this.context.getBeanFactory())
			.getConditionAndOutcomesBySource()
			.get(name);
		if (outcomes != null) {
			StreamSupport.stream(outcomes.spliterator(), false)
				.map(ConditionAndOutcome::getOutcome)
				.filter((outcome) -> !outcome.isMatch())
				.findFirst()
				.ifPresent((outcome) -> off.put(shortName(name), outcome.getMessage()));
		}
	}

	private String port(String property) {
		return this.context.getEnvironment().getProperty(property, "");
	}

	/**
	 * Whether there is what makes spans; a tracer is there even where they are off.
	 */
	private boolean isTracing() {
		return this.context.getBeanProvider(SdkTracerProvider.class).stream().findAny().isPresent();
	}

	/** The starter's classes need not be there. */
	private double inFlight() {
		MeterRegistry meters = this.context.getBean(MeterRegistry.class);
		return Stream.of("http.server.requests.active", "http.server.active_requests")
			.flatMap((name) -> meters.find(name).meters().stream())
			.flatMap(FeatureReport::measured)
			.mapToDouble(Measurement::getValue)
			.sum();
	}

	private static Stream<Measurement> measured(Meter meter) {
		return StreamSupport.stream(meter.measure().spliterator(), false);
	}

	static String shortName(String autoConfiguration) {
		return autoConfiguration.substring(autoConfiguration.lastIndexOf('.') + 1).replace("AutoConfiguration", "");
	}

	private static void print(String mark, Map<String, ?> values) {
		System.err.println(mark + new JsonMapper().writeValueAsString(values));
	}

}
