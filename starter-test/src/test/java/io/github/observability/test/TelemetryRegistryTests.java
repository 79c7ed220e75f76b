package io.github.observability.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an update has learned is checked from then on.
 */
class TelemetryRegistryTests {

	@TempDir
	private Path folder;

	private final MeterRegistry meters = new SimpleMeterRegistry();

	@AfterEach
	void stopUpdating() {
		System.clearProperty(TestFiles.UPDATE);
	}

	@Test
	void metersAreLearnedAndChecked() throws Exception {
		this.meters.counter("orders.placed", "city", "berlin");
		assertThat(registry().checkMeters(this.meters.getMeters())).singleElement()
			.asString()
			.startsWith("Meter 'orders.placed' is not in the telemetry registry; if it is meant to be, ");
		learn(() -> registry().checkMeters(this.meters.getMeters()));
		assertThat(registry().checkMeters(this.meters.getMeters())).isEmpty();
		assertThat(Files.readString(file())).startsWith("file_format: definition/2\n")
			.contains("  - name: \"orders.placed\"\n    instrument: counter\n");
	}

	@Test
	void changedTypeIsFound() {
		this.meters.counter("orders.placed");
		learn(() -> registry().checkMeters(this.meters.getMeters()));
		MeterRegistry changed = new SimpleMeterRegistry();
		changed.gauge("orders.placed", 1);
		assertThat(registry().checkMeters(changed.getMeters())).singleElement()
			.asString()
			.startsWith("Meter 'orders.placed' is a gauge, but the telemetry registry says counter");
	}

	@Test
	void addedAndMissingTagsAreFound() {
		this.meters.counter("orders.placed", "city", "berlin");
		learn(() -> registry().checkMeters(this.meters.getMeters()));
		MeterRegistry added = new SimpleMeterRegistry();
		added.counter("orders.placed", "city", "berlin", "customer", "ada");
		assertThat(registry().checkMeters(added.getMeters())).singleElement()
			.asString()
			.startsWith("Tag 'customer' of meter 'orders.placed' is not in the telemetry registry");
		MeterRegistry missing = new SimpleMeterRegistry();
		missing.counter("orders.placed");
		assertThat(registry().checkMeters(missing.getMeters())).singleElement()
			.asString()
			.startsWith("Meter 'orders.placed' has no tag 'city', which the telemetry registry requires");
	}

	@Test
	void metersOfFrameworksAreNotAskedAbout() {
		this.meters.counter("jvm.classes.loaded");
		assertThat(registry().checkMeters(this.meters.getMeters())).isEmpty();
	}

	@Test
	void metersOfTheStarterAreKnown() {
		this.meters.counter("observability.tracing.dropped", "reason", "queue");
		assertThat(TelemetryRegistry.ofTest().checkMeters(this.meters.getMeters())).isEmpty();
	}

	@Test
	void spansAndTypesOfAttributesAreLearnedAndChecked() {
		List<TraceSpan> spans = List.of(span(Map.of("order.size", 3L, "thread.id", 1L)));
		assertThat(registry().checkSpans(spans).values()).singleElement()
			.isEqualTo("Span 'orders.place' is not in the telemetry registry; if it is meant to be, "
					+ "-Dobservability.test.update=true adds it to " + file());
		learn(() -> registry().checkSpans(spans));
		assertThat(registry().checkSpans(spans)).isEmpty();
		assertThat(registry().checkSpans(List.of(span(Map.of("order.size", "three")))).values()).singleElement()
			.asString()
			.startsWith(
					"Attribute 'order.size' of span 'orders.place' is of type string, but the telemetry registry says int");
		assertThat(registry().checkSpans(List.of(span(Map.of("customer", "ada")))).values()).singleElement()
			.asString()
			.startsWith("Attribute 'customer' of span 'orders.place' is not in the telemetry registry");
	}

	@Test
	void fieldsOfLinesAreLearnedAndChecked() {
		List<Line> lines = List.of(line(Map.of("city", "berlin", "traceId", "1")));
		assertThat(registry().checkLines(lines).values()).singleElement()
			.asString()
			.startsWith("Field 'city' of log lines is not in the telemetry registry");
		learn(() -> registry().checkLines(lines));
		assertThat(registry().checkLines(lines)).isEmpty();
		assertThat(registry().checkLines(List.of(line(Map.of("city", 7)))).values()).singleElement()
			.asString()
			.startsWith("Field 'city' of log lines is of type int, but the telemetry registry says string");
	}

	private void learn(Runnable check) {
		System.setProperty(TestFiles.UPDATE, "true");
		check.run();
		System.clearProperty(TestFiles.UPDATE);
	}

	private TelemetryRegistry registry() {
		return new TelemetryRegistry(new RegistryFile(), file());
	}

	private Path file() {
		return this.folder.resolve("registry.yaml");
	}

	private static TraceSpan span(Map<String, Object> attributes) {
		return TestTraces.span("1", null, Kind.INTERNAL, "orders.place", attributes);
	}

	private static Line line(Map<String, Object> fields) {
		return new Line("INFO", "shop", "placed", "1", fields, "placed");
	}

}
