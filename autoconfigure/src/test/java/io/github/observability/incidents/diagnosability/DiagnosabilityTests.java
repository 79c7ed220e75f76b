package io.github.observability.incidents.diagnosability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Diagnosability}, with the table of the laboratory.
 */
class DiagnosabilityTests {

	/** What a service has that records everything that the table knows. */
	private static final List<String> ALL = List.of("http.server.requests", "http.client.requests", "jdbc.query",
			"spring.kafka.listener", "spring.kafka.template", "lettuce.command.completion", "jvm.gc.pause",
			"process.cpu.usage", "observability.saturation.cpu.throttled", "observability.saturation.run.queue.wait",
			"jvm.threads.states", "logback.events", "hikaricp.connections.max");

	private static final List<String> RESOURCES = List.of("jdbc.dataSource", "tomcat.threads", "heap", "disk");

	private static final Set<String> FLAGS = Set.of("start", "feature_flag");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final List<ResourceUse> resources = new ArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(DiagnosabilityConfiguration.class, RecordedNamesConfiguration.class)
		.withBean(SimpleMeterRegistry.class, () -> this.registry)
		.withBean(ResourceMonitor.class, () -> () -> this.resources);

	private void record(List<String> meters, List<String> limited) {
		meters.forEach(this.registry::counter);
		limited.forEach((name) -> this.resources.add(new ResourceUse(name, 0.5, null, null)));
	}

	private DiagnosabilityReport report(Set<String> changes, String... properties) {
		List<DiagnosabilityReport> reports = new ArrayList<>();
		this.runner
			.withPropertyValues(Arrays.stream(properties)
				.map((property) -> DiagnosabilityProperties.PREFIX + "." + property)
				.toArray(String[]::new))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				reports.add(context.getBean(Diagnosability.class).report(changes));
			});
		return reports.get(0);
	}

	private static List<List<String>> alike(DiagnosabilityReport report) {
		return report.alike().stream().map(DiagnosabilityReport.Alike::faults).toList();
	}

	private static DiagnosabilityReport.Fault fault(DiagnosabilityReport report, String name) {
		return report.faults().stream().filter((fault) -> fault.name().equals(name)).findFirst().orElseThrow();
	}

	private static DiagnosabilityReport.Alike pair(DiagnosabilityReport report, String one, String other) {
		return report.alike()
			.stream()
			.filter((each) -> each.faults().equals(List.of(one, other)))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void twoPairsLookTheSameEvenIfEverythingIsRecorded() {
		record(ALL, RESOURCES);
		DiagnosabilityReport report = report(FLAGS);
		assertThat(report.faults()).hasSize(13).allMatch(DiagnosabilityReport.Fault::visible);
		assertThat(report.signals()).hasSize(FaultSignal.values().length)
			.allMatch(DiagnosabilityReport.Signal::recorded);
		assertThat(alike(report)).containsExactlyInAnyOrder(List.of("failing-dependency", "broken-region"),
				List.of("gc-pressure", "leak"));
		assertThat(report.alike()).allSatisfy((pair) -> assertThat(pair.toldApartBy()).isEmpty());
		assertThat(fault(report, "slow-database").shownBy()).contains("database-latency rises");
		assertThat(fault(report, "slow-database").unseen()).isEmpty();
	}

	@Test
	void saysWhichSignalIsMissingAndHowToHaveIt() {
		record(List.of("http.server.requests"), List.of());
		DiagnosabilityReport report = report(Set.of());
		assertThat(fault(report, "cpu-quota").visible()).isTrue();
		assertThat(fault(report, "cpu-quota").shownBy()).containsExactly("requests-latency rises");
		assertThat(fault(report, "cpu-quota").unseen()).contains("cpu-throttling rises");
		assertThat(fault(report, "poisoned-message").unseen()).contains("work-errors rises");
		assertThat(pair(report, "gc-pressure", "cpu-quota").toldApartBy()).extracting(DiagnosabilityReport.Signal::name)
			.contains("garbage-collection", "cpu-throttling", "heap")
			.doesNotContain("requests-latency", "cache-latency");
		assertThat(pair(report, "gc-pressure", "cpu-quota").toldApartBy())
			.filteredOn((signal) -> signal.name().equals("heap"))
			.singleElement()
			.satisfies((heap) -> {
				assertThat(heap.recorded()).isFalse();
				assertThat(heap.meters()).containsExactly("observability.saturation");
				assertThat(heap.how()).contains("'observability.saturation.enabled'");
			});
		assertThat(report.signals()).filteredOn(DiagnosabilityReport.Signal::recorded)
			.extracting(DiagnosabilityReport.Signal::name)
			.containsExactly("requests-traffic", "requests-errors", "requests-latency", "new-exception");
	}

	@Test
	void pageShowsAPair() throws IOException {
		record(List.of("http.server.requests"), List.of());
		String page = Files.readString(Path.of("..", "docs", "incidents.md"));
		int from = page.indexOf('\n', page.indexOf("jq '.alike[]"));
		JsonNode shown = JsonMapper.shared().readTree(page.substring(from, page.indexOf("```", from)));
		assertThat(shown)
			.isEqualTo(JsonMapper.shared().<JsonNode>valueToTree(pair(report(Set.of()), "slow-dependency", "lock")));
	}

	@Test
	void nothingIsVisibleWithoutAMeter() {
		DiagnosabilityReport report = report(Set.of());
		assertThat(report.faults()).noneMatch(DiagnosabilityReport.Fault::visible);
		assertThat(report.alike()).hasSize(13 * 12 / 2);
	}

	@Test
	void theCollectorIsToldFromAQuotaByEitherOfTheirSignals() {
		record(List.of("http.server.requests", "jvm.gc.pause"), List.of());
		assertThat(alike(report(Set.of()))).doesNotContain(List.of("gc-pressure", "cpu-quota"))
			.contains(List.of("gc-pressure", "leak"));
	}

	@Test
	void readsTheNamesOfOpenTelemetryAndOtherTechnologies() {
		record(List.of("http.server.request.duration", "http.client.request.duration", "mongodb.driver.commands",
				"jvm.cpu.recent_utilization", "jvm.thread.count", "log4j2.events", "quartz.job"),
				List.of("jetty.threads"));
		List<DiagnosabilityReport> reports = new ArrayList<>();
		this.runner.withPropertyValues("management.observations.conventions=opentelemetry")
			.run((context) -> reports.add(context.getBean(Diagnosability.class).report(Set.of())));
		assertThat(reports.get(0).signals()).filteredOn(DiagnosabilityReport.Signal::recorded)
			.extracting(DiagnosabilityReport.Signal::name)
			.contains("requests-latency", "client-latency", "database-latency", "cpu-usage", "blocked-threads",
					"log-lines", "work-errors", "server-threads")
			.doesNotContain("connection-pool", "heap");
	}

	@Test
	void knowsFaultsAndSignalsOfTheTeam() {
		record(ALL, RESOURCES);
		String[] declared = { "signals.price-age=prices.age", "faults.stale-prices.signals.price-age=rises",
				"faults.stale-prices.signals.cache-traffic=FALLS", "faults.odd.signals.cache-traffic=falls",
				"faults.odd.signals.heap=varies", "faults.odd.signals.log-lines=unchanged",
				"faults.leak.signals.heap=rises" };
		DiagnosabilityReport report = report(FLAGS, declared);
		assertThat(report.faults()).hasSize(15);
		assertThat(fault(report, "stale-prices").shownBy()).containsExactly("cache-traffic falls");
		assertThat(fault(report, "stale-prices").unseen()).containsExactly("price-age rises");
		assertThat(pair(report, "stale-prices", "odd").toldApartBy()).singleElement().satisfies((signal) -> {
			assertThat(signal.name()).isEqualTo("price-age");
			assertThat(signal.meters()).containsExactly("prices.age");
			assertThat(signal.how()).isEqualTo("Record the meter 'prices.age'.");
		});
		assertThat(fault(report, "leak").shownBy()).as("replaces that of the starter").containsExactly("heap rises");
		assertThat(alike(report)).doesNotContain(List.of("gc-pressure", "leak"));
		this.registry.counter("prices.age");
		assertThat(alike(report(FLAGS, declared))).doesNotContain(List.of("stale-prices", "odd"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"', value = {
			"faults.x.signals.heat=rises; 'observability.incidents.diagnosability.faults.x.signals.heat' names no signal, but was rises; declare its meter as 'observability.incidents.diagnosability.signals.heat', or use one of requests-traffic, ",
			"faults.x.signals.heap=up; 'observability.incidents.diagnosability.faults.x.signals.heap' must be rises, falls, varies or unchanged, but was up",
			"faults.x.signals=; 'observability.incidents.diagnosability.faults.x.signals' must name the signals that the fault changes",
			"signals.heap=heap.used; 'observability.incidents.diagnosability.signals.heap' has the name of a signal of the starter; choose another name, but was heap.used",
			"signals.age=; 'observability.incidents.diagnosability.signals.age' must be the name of a meter, such as prices.age, but was empty" })
	void namesAWrongValue(String property, String message) {
		this.runner.withPropertyValues("observability.incidents.diagnosability." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.message()
				.contains(message.replace("`", "'")));
	}

	@Test
	void hasAtMostFiftyFaultsOfTheTeam() {
		String[] properties = IntStream.rangeClosed(1, 51)
			.mapToObj((i) -> "observability.incidents.diagnosability.faults.f" + i + ".signals.heap=rises")
			.toArray(String[]::new);
		this.runner.withPropertyValues(properties)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"'observability.incidents.diagnosability.faults' must have at most 50 entries, but has 51"));
	}

	@Test
	void tableIsThereInANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new DiagnosabilityConfiguration.TableHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource()
			.forResource("io/github/observability/incidents/diagnosability/faults.csv")).accepts(hints);
	}

}
