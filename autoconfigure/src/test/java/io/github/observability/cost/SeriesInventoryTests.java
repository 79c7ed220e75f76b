package io.github.observability.cost;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Series and bytes of a scrape, beside a scrape.
 */
class SeriesInventoryTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@BeforeEach
	void register() {
		for (int i = 0; i < 10; i++) {
			Counter.builder("rides.requested").tag("city", "c" + i).tag("kind", "k" + i % 2).register(this.registry);
		}
		Gauge.builder("drivers.online", () -> 3).register(this.registry);
		Timer.builder("plain").register(this.registry).record(Duration.ofMillis(3));
		Timer.builder("buckets")
			.serviceLevelObjectives(Duration.ofMillis(1), Duration.ofSeconds(1))
			.register(this.registry)
			.record(Duration.ofMillis(3));
		Timer.builder("quantiles").publishPercentiles(0.5, 0.9).register(this.registry).record(Duration.ofMillis(3));
		Timer.builder("histogram").publishPercentileHistogram().register(this.registry).record(Duration.ofMillis(3));
		DistributionSummary.builder("fares").baseUnit("euros").register(this.registry).record(3);
		LongTaskTimer.builder("running").register(this.registry);
	}

	@Test
	void countsWhatAScrapeHas() {
		long scraped = this.registry.scrape().lines().filter((line) -> !line.startsWith("#")).count();
		assertThat(new SeriesInventory(this.registry).byMeter().values().stream().mapToInt(Integer::intValue).sum())
			.isEqualTo((int) scraped);
	}

	@Test
	void tellsWhatATagAdds() {
		assertThat(new SeriesInventory(this.registry).tags("rides.requested"))
			.containsExactly(new CostReport.TagSeries("city", 10, 2), new CostReport.TagSeries("kind", 2, 10));
		assertThat(new SeriesInventory(this.registry).byTagValue("kind")).containsEntry("k0", 5)
			.containsEntry("k1", 5)
			.hasSize(2);
	}

	@Test
	void dividesTheBytesOfAScrapeAmongTheMeters() {
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		composite.add(new SimpleMeterRegistry());
		composite.add(this.registry);
		ScrapeText scrape = ScrapeText.of(composite);
		String text = this.registry.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8");
		assertThat(scrape).isNotNull();
		assertThat(scrape.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length)
			.isEqualTo(scrape.byMeter().values().stream().mapToLong(Long::longValue).sum());
		assertThat(scrape.byMeter()).containsOnlyKeys("rides.requested", "drivers.online", "plain", "buckets",
				"quantiles", "histogram", "fares", "running", ScrapeText.OTHER);
		assertThat(scrape.byMeter().get(ScrapeText.OTHER)).isEqualTo("# EOF\n".length());
		assertThat(scrape.byMeter().get("rides.requested")).isEqualTo(text.lines()
			.filter((line) -> line.contains("rides_requested"))
			.mapToLong((line) -> line.length() + 1)
			.sum());
	}

	@Test
	void knowsNoBytesWithoutPrometheus() {
		assertThat(ScrapeText.of(new SimpleMeterRegistry())).isNull();
	}

	@Test
	void countsBytesOfTextAsUtf8Has() {
		String text = "Zürich € 😀 plain";
		assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
	}

}
