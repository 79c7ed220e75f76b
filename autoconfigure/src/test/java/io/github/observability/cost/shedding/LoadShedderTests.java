package io.github.observability.cost.shedding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.saturation.ResourceUse;
import io.github.observability.testing.OutputLines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LoadShedderTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30));

	private final SheddingLevel level = new SheddingLevel(0.1);

	private List<ResourceUse> resources = List.of();

	private @Nullable Double queue;

	private final LoadShedder shedder = shedder(this.level, Map.of());

	private LoadShedder shedder(SheddingLevel level, Map<String, String> settings) {
		Map<String, String> keys = new HashMap<>();
		settings.forEach((key, value) -> keys.put("observability.cost.shedding." + key, value));
		SheddingProperties properties = new Binder(new MapConfigurationPropertySource(keys))
			.bindOrCreate(SheddingProperties.PREFIX, SheddingProperties.class);
		return new LoadShedder(level, new PressureReadings(properties, () -> this.resources, () -> this.queue),
				properties, this.nanos::get);
	}

	private void pass(Duration duration) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
			this.shedder.look();
		}
	}

	private void heap(double share) {
		this.resources = List.of(new ResourceUse("disk", 0.99, null, null), new ResourceUse("heap", share, null, null));
	}

	@Test
	void shedsInTheDeclaredOrderAndLogsOnceEachWay(CapturedOutput output) {
		heap(0.5);
		pass(Duration.ofSeconds(60));
		assertThat(this.shedder.report()).isEqualTo(new SheddingReport(0, List.of(), null,
				List.of(new SheddingReport.Reading("heap", 0.5, 0.92, 0.87),
						new SheddingReport.Reading("cpu", null, 0.95, 0.85),
						new SheddingReport.Reading("throttling", null, 0.5, 0.25),
						new SheddingReport.Reading("export-queue", null, 0.9, 0.5))));
		heap(0.97);
		List<List<String>> shed = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			pass(Duration.ofSeconds(16));
			shed.add(this.shedder.report().shed());
		}
		assertThat(shed).containsExactly(List.of("debug-lines"), List.of("debug-lines", "exemplars"),
				List.of("debug-lines", "exemplars", "profiling"),
				List.of("debug-lines", "exemplars", "profiling", "tail-sampling"),
				List.of("debug-lines", "exemplars", "profiling", "tail-sampling", "head-sampling"),
				List.of("debug-lines", "exemplars", "profiling", "tail-sampling", "head-sampling"));
		heap(0.4);
		List<Integer> levels = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			pass(Duration.ofSeconds(9));
			levels.add(this.shedder.report().level());
		}
		assertThat(levels).containsExactly(4, 3, 2, 1, 0);
		assertThat(this.shedder.report().seconds()).isNull();
		assertThat(OutputLines.with(output, "Telemetry is shed")).singleElement()
			.asString()
			.contains("debug lines first: the heap is 97 % full after a garbage collection. Counts, errors and access");
		assertThat(OutputLines.with(output, "Load shedding ended")).singleElement()
			.asString()
			.contains("in which up to 5 of 5 kinds of telemetry were shed");
	}

	@Test
	void reportsForHowLongTelemetryIsShed() {
		heap(0.97);
		pass(Duration.ofSeconds(26));
		assertThat(this.shedder.report().seconds()).isEqualTo(10);
	}

	@ParameterizedTest
	@CsvSource({ "0.93,,,, 1", "0.92,,,, 0", ", 0.96,,, 1", ", 0.95,,, 0", ",, 0.51,, 1", ",, 0.5,, 0", ",,, 0.91, 1",
			",,, 0.9, 0", "0.5, 0.5, 0.1, 0.1, 0", "0.5, 0.99, 0.1, 0.1, 1", ",,,, 0" })
	void looksAtEachSignal(@Nullable Double heap, @Nullable Double cpu, @Nullable Double throttled,
			@Nullable Double queue, int expected) {
		this.resources = List.of(new ResourceUse("heap", heap, null, null),
				new ResourceUse("cpu", cpu, throttled, null));
		this.queue = queue;
		pass(Duration.ofSeconds(17));
		assertThat(this.shedder.report().level()).isEqualTo(expected);
	}

	/** Each reading but the last is calm by the default limits. */
	@ParameterizedTest
	@CsvSource({ "heap, 0.61, 0.31, 0.29", "cpu, 0.61, 0.31, 0.29", "throttling, 0.21, 0.11, 0.09",
			"export-queue, 0.41, 0.21, 0.19" })
	void comparesWithTheLimitsThatAreSet(String signal, double high, double between, double low) {
		LoadShedder configured = shedder(new SheddingLevel(0.1),
				Map.of("enter." + signal, String.valueOf(high - 0.01), "leave." + signal, String.valueOf(low + 0.01)));
		List<Integer> levels = new ArrayList<>();
		for (double reading : new double[] { high, between, low }) {
			this.resources = List.of(new ResourceUse("heap", signal.equals("heap") ? reading : 0.01, null, null),
					new ResourceUse("cpu", signal.equals("cpu") ? reading : 0.01,
							signal.equals("throttling") ? reading : 0.01, null));
			this.queue = signal.equals("export-queue") ? reading : 0.01;
			for (int second = 0; second < 17; second++) {
				pass(Duration.ofSeconds(1));
				configured.look();
			}
			levels.add(configured.report().level());
			assertThat(this.shedder.report().level()).isZero();
		}
		assertThat(levels).containsExactly(1, 1, 0);
	}

	@Test
	void namesAllThatIsShort(CapturedOutput output) {
		this.resources = List.of(new ResourceUse("cpu", 0.99, 0.6, null));
		this.queue = 1.0;
		pass(Duration.ofSeconds(17));
		assertThat(OutputLines.with(output, "Telemetry is shed")).singleElement()
			.asString()
			.contains("99 % of the CPU quota are used and the CPU quota throttles the process for 60 % of the time"
					+ " and the queue of the span exporter is 100 % full");
	}

	/** One signal that is calm does not bring back what another one still presses. */
	@Test
	void comesBackOnceAllSignalsAreCalm() {
		heap(0.97);
		pass(Duration.ofSeconds(17));
		heap(0.5);
		this.queue = 0.6;
		pass(Duration.ofMinutes(5));
		assertThat(this.shedder.report().level()).isOne();
		this.queue = 0.4;
		pass(Duration.ofSeconds(10));
		assertThat(this.shedder.report().level()).isZero();
	}

	@Test
	void shedsNothingAfterItIsStopped() {
		heap(0.97);
		pass(Duration.ofSeconds(17));
		this.shedder.stop();
		assertThat(this.level.get()).isZero();
	}

}
