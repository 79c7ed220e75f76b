package io.github.observability.saturation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.testing.OutputLines;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
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
class SaturationMetersTests {

	private static final double[] AWKWARD = { 0, -0.0, 1, -1, 0.5, Double.NaN, Double.POSITIVE_INFINITY,
			Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE,
			Integer.MAX_VALUE };

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicLong nanos = new AtomicLong();

	private SaturationSource reading = (readings) -> {
	};

	@Test
	void ratioIsFromZeroToOneOrNone() {
		Random random = new Random(42);
		for (int i = 0; i < 100_000; i++) {
			Double ratio = SaturationReadings.ratio(any(random), any(random));
			assertThat(ratio == null || (ratio >= 0 && ratio <= 1)).as("%s", ratio).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "3, 4, 0.75", "4, 4, 1", "9, 4, 1", "0, 4, 0", "1, 0,", "1, -1,", "-1, 4,", "NaN, 1,", "1, NaN,",
			"1, Infinity,", "Infinity, Infinity,", "Infinity, 1, 1" })
	void ratioIsWhatIsUsedOfTheLimit(double used, double limit, Double ratio) {
		assertThat(SaturationReadings.ratio(used, limit)).isEqualTo(ratio);
	}

	@Test
	void ignoresValuesOfASourceThatMakeNoSense() {
		SaturationMeters meters = meters(100);
		for (double awkward : AWKWARD) {
			this.reading = (readings) -> {
				readings.use("own", awkward, awkward, (long) awkward);
				readings.use("pool", 1, 4, awkward);
				readings.total(SaturationMeter.CPU_THROTTLED, awkward);
			};
			meters.pass();
			assertThat(meters.resources()).as("%s", awkward)
				.allSatisfy((use) -> assertThat(
						(use.utilization() == null) || (use.utilization() >= 0 && use.utilization() <= 1))
					.isTrue())
				.allSatisfy((use) -> assertThat(
						(use.saturation() == null) || (use.saturation() >= 0 && Double.isFinite(use.saturation())))
					.isTrue())
				.allSatisfy((use) -> assertThat((use.errors() == null) || use.errors() >= 0).isTrue());
			assertThat(this.registry.find("observability.saturation").gauges()).as("%s", awkward)
				.allSatisfy((gauge) -> assertThat(gauge.value()).isBetween(-0.0, 1.0));
			assertThat(this.registry.find("observability.saturation.cpu.throttled").functionCounters())
				.as("%s", awkward)
				.allSatisfy((counter) -> assertThat(counter.count()).isBetween(-0.0, Double.MAX_VALUE));
		}
	}

	@Test
	void showsWhatWasReadInTheLastPass() {
		SaturationMeters meters = meters(100);
		this.reading = (readings) -> readings.use("pool", 1, 4, 7);
		meters.pass();
		Gauge gauge = gauge("pool");
		assertThat(gauge.value()).isEqualTo(0.25);
		this.reading = (readings) -> readings.use("pool", 3, 4, 7);
		assertThat(gauge.value()).isEqualTo(0.25);
		meters.pass();
		assertThat(gauge.value()).isEqualTo(0.75);
		assertThat(meters.resources()).containsExactly(new ResourceUse("pool", 0.75, 7.0, null));
	}

	@Test
	void showsNothingOfWhatWasNotRead() {
		SaturationMeters meters = meters(100);
		this.reading = (readings) -> {
			readings.use("pool", 1, 4);
			readings.total(SaturationMeter.CPU_THROTTLED, 3);
		};
		meters.pass();
		SaturationSource both = this.reading;
		this.reading = (readings) -> readings.use("pool", 1, 0);
		meters.pass();
		assertThat(this.registry.find("observability.saturation").gauges()).isEmpty();
		assertThat(this.registry.find("observability.saturation.cpu.throttled").functionCounter()).isNull();
		assertThat(meters.resources()).isEmpty();
		this.reading = both;
		meters.pass();
		assertThat(gauge("pool").value()).isEqualTo(0.25);
		assertThat(this.registry.get("observability.saturation.cpu.throttled").functionCounter().count()).isEqualTo(3);
	}

	@Test
	void putsTogetherWhatSeveralKnowOfAResource() {
		SaturationMeters meters = new SaturationMeters(this.registry,
				List.of((readings) -> readings.use("cpu", 0.5, null, null),
						(readings) -> readings.use("cpu", 0.9, 0.25, null),
						(readings) -> readings.use("cpu", null, null, 3L)),
				new SaturationProperties(true, Duration.ofSeconds(10), 100, false, true), this.nanos::get);
		meters.pass();
		assertThat(meters.resources()).containsExactly(new ResourceUse("cpu", 0.5, 0.25, 3L));
	}

	@Test
	void namesTheFullestFirst() {
		SaturationMeters meters = meters(100);
		this.reading = (readings) -> {
			readings.use("b", 1, 4);
			readings.use("tcp", null, null, 3L);
			readings.use("c", 4, 4);
			readings.use("a", 1, 4);
		};
		meters.pass();
		assertThat(meters.resources()).extracting(ResourceUse::resource).containsExactly("c", "a", "b", "tcp");
	}

	@Test
	void doesWithoutASourceThatFailsAndSaysSoOnce(CapturedOutput output) {
		SaturationMeters meters = new SaturationMeters(this.registry, List.of((readings) -> {
			throw new IllegalStateException("this one fails");
		}, (readings) -> readings.use("pool", 1, 2)),
				new SaturationProperties(true, Duration.ofSeconds(10), 100, false, true), this.nanos::get);
		meters.pass();
		meters.pass();
		assertThat(gauge("pool").value()).isEqualTo(0.5);
		assertThat(OutputLines.with(output, "this one fails")).hasSize(1);
	}

	@Test
	void leavesOutAndCountsWhatIsBeyondTheLimit(CapturedOutput output) {
		SaturationMeters meters = meters(3);
		this.reading = (readings) -> {
			for (int i = 0; i < 5; i++) {
				readings.use("pool" + i, i, 10);
			}
		};
		meters.pass();
		meters.pass();
		assertThat(this.registry.find("observability.saturation").gauges())
			.extracting((gauge) -> gauge.getId().getTag("resource"))
			.containsExactlyInAnyOrder("pool0", "pool1", "pool2");
		assertThat(this.registry.get("observability.saturation.dropped").counter().count()).isEqualTo(4);
		assertThat(OutputLines.with(output, "'observability.saturation.max-resources'")).hasSize(1);
	}

	@Test
	void readsEveryPeriodUntilStoppedAndLeavesNothing() {
		SaturationMeters meters = meters(100);
		this.reading = (readings) -> readings.use("pool", this.nanos.incrementAndGet(), 1e9);
		meters.start();
		assertThat(meters.isRunning()).isTrue();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.nanos.get() >= 3);
		meters.stop();
		assertThat(meters.isRunning()).isFalse();
		assertThat(this.registry.find("observability.saturation").gauges()).isEmpty();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("observability-saturation")));
		meters.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !meters.resources().isEmpty());
		meters.stop();
	}

	@Test
	void isOneFamilyInAScrape() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		SaturationMeters meters = new SaturationMeters(prometheus, List.of((readings) -> {
			readings.use("heap", 1, 2);
			readings.use("disk", 1, 4);
			readings.total(SaturationMeter.STALLED, Tags.of("resource", "cpu", "share", "some", "scope", "system"),
					1.5);
		}), new SaturationProperties(true, Duration.ofSeconds(10), 100, false, true), this.nanos::get);
		meters.pass();
		meters.pass();
		assertThat(prometheus.scrape()).contains("observability_saturation{resource=\"heap\"} 0.5\n")
			.contains("observability_saturation{resource=\"disk\"} 0.25\n")
			.contains(
					"observability_saturation_stalled_seconds_total{resource=\"cpu\",scope=\"system\",share=\"some\"} 1.5\n")
			.doesNotContain("NaN");
	}

	@Test
	void foreseesWhatFillsUpAndForgetsItOnceItDoesNot() {
		SaturationMeters meters = new SaturationMeters(this.registry,
				List.of((readings) -> this.reading.read(readings)),
				new SaturationProperties(true, Duration.ofSeconds(10), 100, false, true), this.nanos::get);
		fill(meters, 100, 0.2, 0.002);
		assertThat(exhaustion("estimate")).isCloseTo((1 - 0.4) / 0.002 * 10, Percentage.withPercentage(2));
		assertThat(exhaustion("earliest")).isLessThanOrEqualTo(exhaustion("estimate"));
		assertThat(exhaustion("latest")).isGreaterThanOrEqualTo(exhaustion("estimate"));
		assertThat(meters.resources()).filteredOn((use) -> use.resource().equals("disk"))
			.singleElement()
			.satisfies((use) -> assertThat(use.exhaustion()).isNotNull());
		// A share of the time is in use, which is nothing that fills up.
		assertThat(meters.resources()).filteredOn((use) -> use.resource().equals("cpu"))
			.singleElement()
			.satisfies((use) -> assertThat(use.exhaustion()).isNull());
		fill(meters, 60, 0.4, -0.002);
		assertThat(this.registry.find("observability.saturation.exhaustion").gauges()).isEmpty();
		assertThat(meters.resources()).allSatisfy((use) -> assertThat(use.exhaustion()).isNull());
	}

	@Test
	void foreseesNothingIfThatIsOff() {
		SaturationProperties properties = new Binder(
				new MapConfigurationPropertySource(Map.of("observability.saturation.forecast", "false")))
			.bindOrCreate("observability.saturation", SaturationProperties.class);
		SaturationMeters meters = new SaturationMeters(this.registry,
				List.of((readings) -> this.reading.read(readings)), properties, this.nanos::get);
		fill(meters, 100, 0.2, 0.002);
		assertThat(this.registry.find("observability.saturation.exhaustion").gauges()).isEmpty();
	}

	private void fill(SaturationMeters meters, int passes, double from, double slope) {
		for (int i = 1; i <= passes; i++) {
			double level = from + i * slope;
			this.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
			this.reading = (readings) -> {
				readings.use("disk", level, 1);
				readings.use("cpu", level, 1);
			};
			meters.pass();
		}
	}

	private double exhaustion(String bound) {
		return this.registry.get("observability.saturation.exhaustion")
			.tags("resource", "disk", "bound", bound)
			.gauge()
			.value();
	}

	@Test
	void describesItsMeters() {
		SaturationMeters meters = meters(100);
		this.reading = (readings) -> readings.total(SaturationMeter.RUN_QUEUE_WAIT, 1);
		meters.pass();
		FunctionCounter counter = this.registry.get("observability.saturation.run.queue.wait").functionCounter();
		assertThat(counter.getId().getDescription()).isEqualTo(SaturationMeter.RUN_QUEUE_WAIT.description());
		assertThat(counter.getId().getBaseUnit()).isEqualTo("seconds");
	}

	private SaturationMeters meters(int maxResources) {
		return new SaturationMeters(this.registry, List.of((readings) -> this.reading.read(readings)),
				new SaturationProperties(true, Duration.ofMillis(100), maxResources, false, true), this.nanos::get);
	}

	private Gauge gauge(String resource) {
		return this.registry.get("observability.saturation").tag("resource", resource).gauge();
	}

	private static double any(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> AWKWARD[random.nextInt(AWKWARD.length)];
			case 1 -> Double.longBitsToDouble(random.nextLong());
			case 2 -> random.nextInt(10);
			default -> random.nextGaussian();
		};
	}

}
