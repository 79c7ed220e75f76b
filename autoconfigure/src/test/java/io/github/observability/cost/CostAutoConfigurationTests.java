package io.github.observability.cost;

import io.github.observability.tracing.export.SpanBatchListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class CostAutoConfigurationTests {

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
	void hasAnEndpointIfItIsExposed() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CostAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("management.endpoints.web.exposure.include=cost", "observability.cost.budget.series=1")
			.run((context) -> {
				CostReport report = context.getBean(CostEndpoint.class).report();
				assertThat(report.metrics().series()).isEqualTo(3);
				assertThat(report.budgets()).containsExactly(new CostReport.BudgetUse("series", 1, 3.0, true));
			});
	}

}
