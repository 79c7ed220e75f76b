package io.github.observability.cost.shedding;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.observability.logging.filter.EventFilter;
import io.github.observability.logging.filter.EventFilterAutoConfiguration;
import io.github.observability.profiling.ContinuousProfiling;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.tracing.export.SpanExportAutoConfiguration;
import io.github.observability.tracing.sampling.SamplingAutoConfiguration;
import io.github.observability.tracing.tail.ExemplarsAutoConfiguration;
import io.github.observability.tracing.tail.TailSamplingAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class LoadSheddingAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, LoadSheddingAutoConfiguration.class))
		.withPropertyValues("management.metrics.use-global-registry=false")
		.withBean(SimpleMeterRegistry.class);

	private final ApplicationContextRunner tracing = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				PrometheusMetricsExportAutoConfiguration.class, PrometheusExemplarsAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, TailSamplingAutoConfiguration.class,
				SpanExportAutoConfiguration.class, SamplingAutoConfiguration.class, ExemplarsAutoConfiguration.class,
				LoadSheddingAutoConfiguration.class))
		.withBean(InMemorySpanExporter.class, InMemorySpanExporter::create)
		.withPropertyValues("management.opentelemetry.tracing.export.schedule-delay=10ms",
				"observability.cost.shedding.initial-delay=1h");

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().equals("observability-cost-shedding"))
			.count();
	}

	@Test
	void looksForPressureByDefault() {
		this.runner.run((context) -> {
			assertThat(context.getBean(LoadShedder.class).isRunning()).isTrue();
			assertThat(context).hasSingleBean(SheddingLevel.class).hasSingleBean(EventFilter.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("observability.cost.shedding").gauge().value()).isZero();
			context.getBean(SheddingLevel.class).set(3);
			assertThat(registry.get("observability.cost.shedding").gauge().value()).isEqualTo(3);
		});
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> threads() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.cost.enabled", "observability.cost.shedding.enabled" })
	void isRemovedWholeByOneProperty(String property) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> threads() == 0);
		this.runner.withPropertyValues(property + "=off").run((context) -> {
			assertThat(context).doesNotHaveBean(LoadSheddingAutoConfiguration.class)
				.doesNotHaveBean(SheddingLevel.class)
				.doesNotHaveBean(EventFilter.class);
			assertThat(context.getBean(MeterRegistry.class).find("observability.cost.shedding").gauge()).isNull();
			assertThat(threads()).isZero();
		});
	}

	@Test
	void needsNeitherLogbackNorMicrometerNorOpenTelemetry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LoadSheddingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("ch.qos.logback", "io.micrometer", "io.opentelemetry"))
			.run((context) -> assertThat(context).hasSingleBean(SheddingLevel.class)
				.doesNotHaveBean(EventFilter.class));
	}

	@ParameterizedTest
	@CsvSource({ "initial-delay, -1s", "hold, 0s", "recovery, -1s", "head-sampling-factor, 1.1",
			"head-sampling-factor, -0.1", "enter.heap, 0", "enter.heap, 1.1", "enter.cpu, 95", "enter.throttling, -1",
			"enter.export-queue, NaN", "leave.heap, 0.95", "leave.cpu, 0", "leave.throttling, 0.6",
			"leave.export-queue, NaN" })
	void namesAWrongValue(String key, String value) {
		this.runner.withPropertyValues("observability.cost.shedding." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.cost.shedding." + key + "' must")
				.hasMessageNotContaining("\n"));
	}

	@Test
	void namesAWrongSwitch() {
		this.runner.withPropertyValues("observability.cost.shedding.enabled=maybe")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.cost.shedding.enabled"));
	}

	@Test
	void readsWhatSaturationMeasures() {
		this.runner.withBean(ResourceMonitor.class, () -> () -> List.of(new ResourceUse("heap", 0.99, null, null)))
			.withPropertyValues("observability.cost.shedding.initial-delay=0s", "observability.cost.shedding.hold=10ms")
			.run((context) -> Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> context.getBean(LoadShedder.class).report().level() == SheddingLevel.HIGHEST));
	}

	@Test
	void shedsProfilesAfterExemplars() {
		this.runner.run((context) -> {
			ContinuousProfiling.Reduction profiles = context.getBean(ContinuousProfiling.Reduction.class);
			context.getBean(SheddingLevel.class).set(2);
			assertThat(profiles.isWithoutProfiles()).isFalse();
			context.getBean(SheddingLevel.class).set(3);
			assertThat(profiles.isWithoutProfiles()).isTrue();
			context.getBean(SheddingLevel.class).set(0);
			assertThat(profiles.isWithoutProfiles()).isFalse();
		});
	}

	@Test
	void shedsDebugLinesButNoneAbove() {
		Logger logger = (Logger) LoggerFactory.getLogger("com.example.shedding");
		logger.setLevel(Level.TRACE);
		try {
			this.runner.withConfiguration(AutoConfigurations.of(EventFilterAutoConfiguration.class)).run((context) -> {
				assertThat(logger.isTraceEnabled()).isTrue();
				context.getBean(SheddingLevel.class).set(1);
				assertThat(logger.isTraceEnabled()).isFalse();
				assertThat(logger.isDebugEnabled()).isFalse();
				assertThat(logger.isInfoEnabled()).isTrue();
				assertThat(logger.isErrorEnabled()).isTrue();
				context.getBean(SheddingLevel.class).set(0);
				assertThat(logger.isDebugEnabled()).isTrue();
			});
			assertThat(logger.isTraceEnabled()).isTrue();
		}
		finally {
			logger.setLevel(null);
		}
	}

	@Test
	void shedsExemplars() {
		this.tracing.withPropertyValues("management.tracing.sampling.probability=1").run((context) -> {
			SpanContext exemplars = context.getBean(SpanContext.class);
			Span span = tracer(context.getBean(SdkTracerProvider.class)).spanBuilder("request").startSpan();
			Scope scope = span.makeCurrent();
			try {
				context.getBean(SheddingLevel.class).set(1);
				assertThat(exemplars.isCurrentSpanSampled()).isTrue();
				context.getBean(SheddingLevel.class).set(2);
				assertThat(exemplars.isCurrentSpanSampled()).isFalse();
				context.getBean(SheddingLevel.class).set(0);
				assertThat(exemplars.isCurrentSpanSampled()).isTrue();
			}
			finally {
				scope.close();
				span.end();
			}
		});
	}

	/** What fails keeps its root, with the id that the access line has. */
	@Test
	void shedsTailSamplingDownToTheRootsOfErrors() {
		this.tracing
			.withPropertyValues("management.tracing.sampling.probability=0",
					"observability.tracing.tail-sampling.slower-than=1ns",
					"observability.tracing.tail-sampling.decision-wait=0ms")
			.run((context) -> {
				Tracer tracer = tracer(context.getBean(SdkTracerProvider.class));
				InMemorySpanExporter exporter = context.getBean(InMemorySpanExporter.class);
				context.getBean(SheddingLevel.class).set(3);
				request(tracer, false);
				request(tracer, true);
				awaitSpans(exporter, 4);
				exporter.reset();
				context.getBean(SheddingLevel.class).set(4);
				request(tracer, false);
				String failed = request(tracer, true);
				awaitSpans(exporter, 1);
				assertThat(exporter.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("request");
				assertThat(exporter.getFinishedSpanItems().get(0).getTraceId()).isEqualTo(failed);
				exporter.reset();
				context.getBean(SheddingLevel.class).set(0);
				request(tracer, true);
				awaitSpans(exporter, 2);
			});
	}

	@Test
	void shedsHeadSamplingLast() {
		this.tracing
			.withPropertyValues("management.tracing.sampling.probability=1",
					"observability.cost.shedding.head-sampling-factor=0")
			.run((context) -> {
				Tracer tracer = tracer(context.getBean(SdkTracerProvider.class));
				SheddingLevel level = context.getBean(SheddingLevel.class);
				level.set(4);
				assertThat(isSampled(tracer)).isTrue();
				level.set(5);
				assertThat(isSampled(tracer)).isFalse();
				level.set(4);
				assertThat(isSampled(tracer)).isTrue();
			});
	}

	private static boolean isSampled(Tracer tracer) {
		Span span = tracer.spanBuilder("request").startSpan();
		span.end();
		return span.getSpanContext().isSampled();
	}

	private static Tracer tracer(SdkTracerProvider provider) {
		return provider.get("test");
	}

	private static String request(Tracer tracer, boolean failing) {
		Span root = tracer.spanBuilder("request").setNoParent().startSpan();
		tracer.spanBuilder("query").setParent(Context.root().with(root)).startSpan().end();
		if (failing) {
			root.setStatus(StatusCode.ERROR);
		}
		root.end();
		return root.getSpanContext().getTraceId();
	}

	private static void awaitSpans(InMemorySpanExporter exporter, int count) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> exporter.getFinishedSpanItems().size() == count);
	}

}
