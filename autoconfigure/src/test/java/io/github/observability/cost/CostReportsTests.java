package io.github.observability.cost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/**
 * What a report says of counts that are known.
 */
@ExtendWith(OutputCaptureExtension.class)
class CostReportsTests {

	private final LogRecordVolumes records = new LogRecordVolumes();

	private static final String EVENT = "rides.completed";

	private static final double MONTH = Duration.ofDays(30).toSeconds();

	private final AtomicLong nanos = new AtomicLong();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final RecordedNames names = RecordedNames.of(SemanticConvention.MICROMETER);

	private final SpanVolumes spans = new SpanVolumes();

	private final List<TelemetryBudgetExceeded> published = new ArrayList<>();

	@Test
	void measuresRatesSinceTheStart() {
		CostMonitor monitor = monitor();
		monitor.report();
		serve(100);
		this.nanos.set(Duration.ofSeconds(100).toNanos());
		CostReport report = monitor.report();
		assertThat(report.windowSeconds()).isEqualTo(100);
		assertThat(report.traces()).isEqualTo(new CostReport.Traces(2, 600, 200));
		assertThat(report.routes()).hasSize(1).first().satisfies((route) -> {
			assertThat(route.route()).isEqualTo("/rides");
			assertThat(route.requestsPerSecond()).isEqualTo(1);
			assertThat(route.spanBytesPerSecond()).isEqualTo(600);
			assertThat(route.series()).isEqualTo(3);
			assertThat(route.costPerMonth()).isNull();
		});
		Double metrics = report.metrics().bytesPerSecond();
		assertThat(report.metrics().scrapeBytes())
			.isEqualTo(this.registry.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8").length());
		double logs = (report.logs() != null) ? report.logs().bytesPerSecond() : 0;
		assertThat(metrics).isNotNull();
		assertThat(report.events()).hasSize(1).first().satisfies((event) -> {
			assertThat(event.event()).isEqualTo(EVENT);
			assertThat(event.bytesPerEvent()).isCloseTo((600 + metrics + logs) / 0.5, within(1e-6));
			assertThat(event.costPerEvent()).isNull();
			assertThat(event.sentence()).startsWith("one of 'rides.completed' costs 1.").endsWith("kB of telemetry");
		});
		assertThat(report.forecast().spans()).isEqualTo(Math.round(2 * MONTH));
		assertThat(report.forecast().spanBytes()).isEqualTo(Math.round(600 * MONTH));
		assertThat(report.forecast().cost().total()).isNull();
		assertThat(report.forecast().cost().withoutPrice()).containsExactly("metrics", "logs", "traces");
	}

	@Test
	void multipliesByThePricesThatAreThere() {
		CostMonitor monitor = monitor("prices.currency=EUR", "prices.trace-gigabyte=0.5", "prices.million-spans=2",
				"prices.thousand-series=8");
		monitor.report();
		serve(100);
		this.nanos.set(Duration.ofSeconds(100).toNanos());
		CostReport report = monitor.report();
		CostReport.Cost cost = report.forecast().cost();
		double traces = 600 * MONTH / 1e9 * 0.5 + 2 * MONTH / 1e6 * 2;
		double metrics = report.metrics().series() / 1_000.0 * 8;
		assertThat(cost.traces()).isCloseTo(traces, within(1e-9));
		assertThat(cost.metrics()).isCloseTo(metrics, within(1e-9));
		assertThat(cost.logs()).isNull();
		assertThat(cost.total()).isCloseTo(traces + metrics, within(1e-9));
		assertThat(cost.withoutPrice()).containsExactly("logs");
		assertThat(cost.currency()).isEqualTo("EUR");
		assertThat(report.events().get(0).costPerEvent()).isCloseTo((traces + metrics) / MONTH / 0.5, within(1e-12));
	}

	@ParameterizedTest
	@CsvSource({ "1m, 60", "15s, 15" })
	void paysForEachSampleThatIsScraped(String interval, double seconds) {
		CostReport report = reportOfAScrape("scrape-interval=" + interval, "prices.million-samples=3");
		assertThat(report.forecast().cost().metrics()).isCloseTo(report.metrics().series() * MONTH / seconds / 1e6 * 3,
				within(1e-9));
		assertThat(report.metrics().bytesPerSecond()).isCloseTo(report.metrics().scrapeBytes() / seconds, within(1e-6));
	}

	@Test
	void paysForLogLines() {
		CostReport report = reportOfAScrape("prices.log-gigabyte=0.7");
		assertThat(report.forecast().cost().logs()).isCloseTo(50 * MONTH / 1e9 * 0.7, within(1e-9));
		assertThat(report.forecast().cost().withoutPrice()).containsExactly("metrics", "traces");
	}

	@ParameterizedTest
	@CsvSource({ "scrape-size, 1B, true", "scrape-size, 10MB, false", "log-size-per-day, 4MB, true",
			"log-size-per-day, 5MB, false", "cost-per-month, 0.05, true", "cost-per-month, 1000, false" })
	void comparesWithEachBudget(String budget, String limit, boolean exceeded) {
		CostReport report = reportOfAScrape("budget." + budget + "=" + limit, "prices.log-gigabyte=1",
				"prices.trace-gigabyte=1", "prices.thousand-series=1");
		assertThat(report.budgets()).extracting(CostReport.BudgetUse::budget, CostReport.BudgetUse::exceeded)
			.containsExactly(tuple(budget, exceeded));
	}

	/** A report with 50 bytes of log lines and 600 bytes of spans a second. */
	private CostReport reportOfAScrape(String... settings) {
		CostMonitor monitor = monitor(settings);
		monitor.report();
		serve(100);
		this.records.add("com.example.Rides", new Volume(10, 5_000));
		this.nanos.set(Duration.ofSeconds(100).toNanos());
		return monitor.report();
	}

	@Test
	void tellsGrowthOnceTheStartIsOver() {
		CostMonitor monitor = monitor("prices.thousand-series=1");
		for (int minute = 0; minute <= 80; minute++) {
			this.nanos.set(Duration.ofMinutes(minute).toNanos());
			if (minute < 5) {
				// What comes while an application starts is not growth.
				Counter.builder("start").tag("i", String.valueOf(minute)).register(this.registry);
			}
			if (minute == 15) {
				assertThat(monitor.report().metrics().growthPerHour()).isNull();
			}
			if (minute > 20) {
				Counter.builder("leak").tag("user", "u" + minute).register(this.registry);
			}
			monitor.minute();
		}
		CostReport report = monitor.report();
		assertThat(report.windowSeconds()).isEqualTo(Duration.ofMinutes(30).toSeconds());
		assertThat(report.metrics().growthPerHour()).isCloseTo(60, within(2.0));
		assertThat(report.metrics().meters().get(0).meter()).isEqualTo("leak");
		assertThat(report.metrics().meters().get(0).tags().get(0)).isEqualTo(new CostReport.TagSeries("user", 60, 1));
		assertThat(report.forecast().series()).isCloseTo(report.metrics().series() + 60 * 24 * 30, within(1_500L));
	}

	@Test
	void reportsABudgetOnce(CapturedOutput output) {
		CostMonitor monitor = monitor("budget.spans-per-day=1000", "budget.series=100000");
		for (int minute = 0; minute < 40; minute++) {
			this.nanos.set(Duration.ofMinutes(minute).toNanos());
			serve(10);
			monitor.minute();
		}
		assertThat(this.published).extracting(TelemetryBudgetExceeded::budget).containsExactly("spans-per-day");
		assertThat(output.toString().lines().filter((line) -> line.contains("budget.spans-per-day"))).hasSize(1)
			.first()
			.asString()
			.contains("Telemetry exceeds 'observability.cost.budget.spans-per-day': ")
			.contains(" of 1000");
		assertThat(this.registry.get("observability.cost.budget.used").tag("budget", "spans-per-day").gauge().value())
			.isGreaterThan(1);
		assertThat(this.registry.get("observability.cost.budget.used").tag("budget", "series").gauge().value())
			.isBetween(0.0, 1.0);
		assertThat(monitor.report().budgets()).extracting(CostReport.BudgetUse::budget, CostReport.BudgetUse::exceeded)
			.containsExactly(tuple("series", false), tuple("spans-per-day", true));
	}

	@Test
	void doesNotJudgeTheStart() {
		CostMonitor monitor = monitor("budget.spans-per-day=1");
		monitor.report();
		serve(1_000);
		this.nanos.set(Duration.ofMinutes(4).toNanos());
		monitor.minute();
		assertThat(this.published).isEmpty();
	}

	@Test
	void assignsMetersAndLoggersToSources() {
		Map<String, TelemetrySource> expected = new LinkedHashMap<>();
		expected.put("http.server.requests", TelemetrySource.REQUESTS_SERVED);
		expected.put("http.client.requests", TelemetrySource.REQUESTS_SENT);
		expected.put("hikaricp.connections", TelemetrySource.DATABASES);
		expected.put("jvm.memory.used", TelemetrySource.RUNTIME);
		expected.put("jvmsomething", TelemetrySource.OTHER);
		expected.put("observability.slo.events", TelemetrySource.STARTER);
		expected.put(EVENT, TelemetrySource.BUSINESS);
		assertThat(expected)
			.allSatisfy((name, source) -> assertThat(TelemetrySource.ofMeter(name, Set.of(EVENT))).isEqualTo(source));
		assertThat(Map.ofEntries(entry("io.github.observability.access", TelemetrySource.REQUESTS_SERVED),
				entry("io.github.observability.business.events", TelemetrySource.BUSINESS),
				entry("io.github.observability.slo.SloAppearance", TelemetrySource.STARTER),
				entry("com.example.Rides", TelemetrySource.OTHER)))
			.allSatisfy((name, source) -> assertThat(TelemetrySource.ofLogger(name)).isEqualTo(source));
	}

	private void serve(int requests) {
		for (int i = 0; i < requests; i++) {
			Timer.builder("http.server.requests")
				.tag("uri", "/rides")
				.register(this.registry)
				.record(Duration.ofMillis(10));
			this.spans.add("t" + i, false, null, TelemetrySource.OTHER, 200);
			this.spans.add("t" + i, true, "/rides", TelemetrySource.REQUESTS_SERVED, 400);
			Counter.builder(EVENT + ".amount").baseUnit("euros").register(this.registry).increment(100);
			if (i % 2 == 0) {
				Counter.builder(EVENT).register(this.registry).increment();
			}
		}
	}

	private CostMonitor monitor(String... settings) {
		Map<String, String> map = new LinkedHashMap<>();
		for (String setting : settings) {
			String[] parts = setting.split("=", 2);
			map.put("observability.cost." + parts[0], parts[1]);
		}
		CostProperties properties = new Binder(new MapConfigurationPropertySource(map))
			.bindOrCreate("observability.cost", CostProperties.class);
		return new CostMonitor(
				new TelemetryReader(this.registry, this.names, this.spans, this.records,
						() -> Set.of(EVENT, EVENT + ".amount"), this.nanos::get),
				new CostReports(this.registry, this.names, properties, () -> Set.of(EVENT)),
				new Budgets(properties.budget(), this.published::add), new MeterSignals(this.registry, this.nanos::get),
				this.spans, this.records, () -> null, this.registry);
	}

}
