package io.github.observability.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.observability.business.BusinessMetrics;
import io.github.observability.business.BusinessMetricsAutoConfiguration;
import io.github.observability.cost.series.SeriesGuardAutoConfiguration;
import io.github.observability.cost.shedding.LoadShedder;
import io.github.observability.cost.shedding.LoadSheddingAutoConfiguration;
import io.github.observability.cost.shedding.SheddingReport;
import io.github.observability.tracing.export.SpanBatchListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CostAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CostAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void measuresByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CostMonitor.class)
				.hasSingleBean(SpanBatchListener.class)
				.doesNotHaveBean(CostEndpoint.class);
			assertThat(context.getBean(CostMonitor.class).isRunning()).isTrue();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("observability.cost.bytes").functionCounters()).hasSize(2);
			assertThat(registry.find("observability.cost.budget.used").gauges()).isEmpty();
		});
		Awaitility.await().until(() -> !hasThread());
	}

	private static boolean hasThread() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("observability-cost"));
	}

	@Test
	void reportsWhatIsShed() {
		this.runner.run((context) -> assertThat(context.getBean(CostMonitor.class).report().shedding()).isNull());
		this.runner.withConfiguration(AutoConfigurations.of(LoadSheddingAutoConfiguration.class)).run((context) -> {
			SheddingReport report = context.getBean(CostMonitor.class).report().shedding();
			assertThat(report).isEqualTo(context.getBean(LoadShedder.class).report());
			assertThat(report.shed()).isEmpty();
			assertThat(report.readings()).hasSize(4);
		});
	}

	@Test
	void isRemovedWholeByOneProperty() {
		Awaitility.await().until(() -> !hasThread());
		this.runner.withPropertyValues("observability.cost.enabled=off").run((context) -> {
			assertThat(context).doesNotHaveBean(CostAutoConfiguration.class)
				.doesNotHaveBean(CostMonitor.class)
				.doesNotHaveBean(SpanBatchListener.class);
			assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty();
			assertThat(hasThread()).isFalse();
		});
	}

	@Test
	void measuresLogRecordsThatArePushed() {
		InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
		ApplicationContextRunner pushing = this.runner.withBean(LogRecordExporter.class, () -> exporter);
		pushing.run((context) -> {
			SdkLoggerProvider provider = SdkLoggerProvider.builder()
				.addLogRecordProcessor(SimpleLogRecordProcessor.create(context.getBean(LogRecordExporter.class)))
				.build();
			provider.get("com.example.Pushed").logRecordBuilder().setBody("ride 7").emit();
			assertThat(exporter.getFinishedLogRecordItems()).hasSize(1);
			CostReport.Logs logs = context.getBean(CostMonitor.class).report().logs();
			assertThat(logs).isNotNull();
			assertThat(logs.loggers()).extracting(CostReport.LoggerVolume::logger).contains("com.example.Pushed");
			assertThat(context.getBean(MeterRegistry.class)
				.get("observability.cost.bytes")
				.tag("signal", "logs")
				.functionCounter()
				.count()).isPositive();
		});
		pushing.withPropertyValues("observability.cost.enabled=false")
			.run((context) -> assertThat(context.getBean(LogRecordExporter.class)).isSameAs(exporter));
	}

	@Test
	void measuresLogRecordsOfBootsProcessorAndLeavesTheExporterAsItIs() {
		InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
		this.runner
			.withConfiguration(AutoConfigurations.of(OpenTelemetryLoggingAutoConfiguration.class,
					OpenTelemetrySdkAutoConfiguration.class))
			.withBean(InMemoryLogRecordExporter.class, () -> exporter)
			.run((context) -> {
				assertThat(context.getBean(InMemoryLogRecordExporter.class)).isSameAs(exporter);
				SdkLoggerProvider provider = context.getBean(SdkLoggerProvider.class);
				provider.get("com.example.Pushed").logRecordBuilder().setBody("ride 7").emit();
				provider.forceFlush().join(10, TimeUnit.SECONDS);
				assertThat(exporter.getFinishedLogRecordItems()).hasSize(1);
				assertThat(context.getBean(CostMonitor.class).report().logs().loggers())
					.extracting(CostReport.LoggerVolume::logger)
					.contains("com.example.Pushed");
			});
	}

	@Test
	void backsOffWithoutAMeterRegistry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CostAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(CostMonitor.class));
	}

	@Test
	void measuresWithoutOpenTelemetryPrometheusOrBusinessMetrics() {
		this.runner
			.withClassLoader(new FilteredClassLoader("io.opentelemetry.sdk", "io.micrometer.prometheusmetrics",
					"ch.qos.logback"))
			.run((context) -> {
				assertThat(context).hasSingleBean(CostMonitor.class).doesNotHaveBean(SpanBatchListener.class);
				CostReport report = context.getBean(CostMonitor.class).report();
				assertThat(report.metrics().scrapeBytes()).isNull();
				assertThat(report.forecast().metricBytes()).isNull();
				assertThat(report.events()).isEmpty();
			});
		this.runner.withClassLoader(new FilteredClassLoader(SpanData.class))
			.run((context) -> assertThat(context).hasSingleBean(CostMonitor.class)
				.doesNotHaveBean(SpanBatchListener.class));
	}

	@ParameterizedTest
	@CsvSource({ "scrape-interval, 0s", "prices.log-gigabyte, -0.1", "prices.thousand-series, -1",
			"prices.million-samples, -1", "prices.trace-gigabyte, -2", "prices.million-spans, -3", "budget.series, 0",
			"budget.scrape-size, -1", "budget.log-size-per-day, 0", "budget.spans-per-day, -5",
			"budget.cost-per-month, 0" })
	void namesAWrongValue(String key, String value) {
		this.runner.withPropertyValues("observability.cost." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.cost." + key + "'")
				.hasMessageNotContaining("\n"));
	}

	@Test
	void deniesWhatNobodyReads(CapturedOutput output) throws IOException {
		Path file = Files.writeString(this.directory.resolve("used.json"), """
				{"metricsUsed": ["orders_total", "latency_seconds_bucket"]}""");
		denying(file).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(BusinessMetrics.class).counter("rides.requested", "Rides").increment();
			registry.counter("orders").increment();
			registry.counter("unread").increment();
			registry.timer("latency").record(Duration.ofMillis(1));
			registry.timer("http.server.requests").record(Duration.ofMillis(1));
			assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("rides.requested", "orders", "latency", "http.server.requests", "observability.cost.bytes",
						"fares.paid")
				.doesNotContain("unread");
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("Meters that nobody reads"))).hasSize(1);
	}

	/** A filter is asked for the id before another one denies it. */
	@Test
	void whatIsDeniedTakesNoPlaceOfOtherSeries(CapturedOutput output) throws IOException {
		Path file = Files.writeString(this.directory.resolve("used.json"), "{\"metricsUsed\": [\"orders_total\"]}");
		denying(file).withConfiguration(AutoConfigurations.of(SeriesGuardAutoConfiguration.class))
			.withPropertyValues("observability.cost.series.max-total=60")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (int i = 0; i < 300; i++) {
					registry.counter("unread", "user", "u-" + i).increment();
					registry.counter("unread", "user", "u-" + i).increment();
				}
				for (int i = 0; i < 40; i++) {
					registry.counter("orders", "city", "c-" + i).increment();
				}
				assertThat(registry.find("unread").counters()).isEmpty();
				assertThat(registry.find("orders").counters()).hasSize(40)
					.extracting((counter) -> counter.getId().getTag("city"))
					.doesNotContain("other");
				assertThat(registry.find("observability.cost.series.collapsed").functionCounters()).isEmpty();
			});
		assertThat(output).doesNotContain("'unread' has more").doesNotContain("All meters together");
	}

	@Test
	void deniesNothingIfTheFileIsGarbage(CapturedOutput output) throws IOException {
		Path file = Files.writeString(this.directory.resolve("used.json"), "<html>");
		denying(file).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.counter("unread").increment();
			assertThat(registry.find("unread").counter()).isNotNull();
			assertThat(context.getBean(MeterAdvisor.class).advice().notes().get(0))
				.isEqualTo("'observability.cost.used-metrics' is '" + file
						+ "' and is ignored: it is not valid JSON at line 1.");
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("is ignored"))).hasSize(1);
	}

	private ApplicationContextRunner denying(Path file) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class,
					BusinessMetricsAutoConfiguration.class, CostAutoConfiguration.class))
			.withPropertyValues("observability.cost.unread=deny", "observability.cost.used-metrics=" + file,
					"observability.business.meters.fares.name=fares.paid",
					"observability.business.meters.fares.description=Fares");
	}

	@Test
	void deniesNothingWithoutAFile() {
		this.runner.withPropertyValues("observability.cost.unread=deny")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith(
						"'observability.cost.unread' is 'deny', which needs 'observability.cost.used-metrics'"));
	}

	@Test
	void hasAnEndpointIfItIsExposed() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CostAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("management.endpoints.web.exposure.include=cost", "observability.cost.budget.series=1")
			.run((context) -> {
				CostReport report = context.getBean(CostEndpoint.class).report();
				assertThat(report.metrics().series()).isEqualTo(3);
				assertThat(report.budgets()).containsExactly(new CostReport.BudgetUse("series", 1, 3.0, true));
				CostAdvice advice = context.getBean(CostEndpoint.class).advice("advice");
				assertThat(advice).isNotNull();
				assertThat(advice.unread()).extracting(CostAdvice.MeterAdvice::meter)
					.containsExactly("observability.cost.budget.used", "observability.cost.bytes");
				assertThat(context.getBean(CostEndpoint.class).advice("other")).isNull();
			});
	}

}
