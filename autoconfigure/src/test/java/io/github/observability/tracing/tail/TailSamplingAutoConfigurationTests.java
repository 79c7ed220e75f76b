package io.github.observability.tracing.tail;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.export.SpanCounter;
import io.github.observability.tracing.export.SpanExportAutoConfiguration;
import io.github.observability.tracing.sampling.SamplingAutoConfiguration;
import io.github.observability.tracing.sampling.UnsampledSpanRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What is configured of keeping, exporting and exemplars.
 */
@ExtendWith(OutputCaptureExtension.class)
class TailSamplingAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				PrometheusMetricsExportAutoConfiguration.class, PrometheusExemplarsAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, TailSamplingAutoConfiguration.class,
				SpanExportAutoConfiguration.class, ExemplarsAutoConfiguration.class));

	private final ApplicationContextRunner exporting = this.runner.withBean(SpanExporter.class,
			InMemorySpanExporter::create);

	@Test
	void wantsUnsampledSpansWhereSpansAreExported() {
		this.exporting.run((context) -> {
			assertThat(context.getBean(UnsampledSpanRecorder.class).isRecording()).isTrue();
			assertThat(context.getBean(SpanProcessors.class).list())
				.containsExactly(context.getBean(TailSamplingSpanProcessor.class));
			assertThat(context.getBean(SpanExporters.class).list()).singleElement().asString().startsWith("Guarded ");
			assertThat(context.getBean(SpanContext.class)).isInstanceOf(ExemplarSpanContext.class);
			assertThat(threads()).isOne();
		});
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> threads() == 0);
	}

	@Test
	void wantsNothingWithoutAnExporter() {
		this.runner.run((context) -> {
			assertThat(context.getBean(UnsampledSpanRecorder.class).isRecording()).isFalse();
			assertThat(threads()).isZero();
		});
	}

	@Test
	void decidesForAListenerWithoutAnExporter() {
		Map<String, String> sampled = new ConcurrentHashMap<>();
		this.runner.withBean(TailSamplingListener.class, () -> sampled::put)
			.withBean(Sampler.class, () -> new RecordOnlySampler(Sampler.alwaysOff(), () -> true))
			.withPropertyValues("observability.tracing.tail-sampling.slower-than=1h")
			.run((context) -> {
				assertThat(context.getBean(UnsampledSpanRecorder.class).isRecording()).isTrue();
				Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
				tracer.spanBuilder("fine").startSpan().end();
				Span failed = tracer.spanBuilder("failed").startSpan();
				failed.setStatus(StatusCode.ERROR);
				failed.end();
				assertThat(sampled).containsExactly(entry(failed.getSpanContext().getTraceId(), "error"));
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void samplesACanceledCallIfItIsAnError(boolean error) {
		Map<String, String> sampled = new ConcurrentHashMap<>();
		this.runner.withBean(TailSamplingListener.class, () -> sampled::put)
			.withBean(Sampler.class, () -> new RecordOnlySampler(Sampler.alwaysOff(), () -> true))
			.withPropertyValues("observability.tracing.tail-sampling.slower-than=1h",
					"observability.tracing.errors.cancellation-is-error=" + error)
			.run((context) -> {
				Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
				Span canceled = call(tracer, new CancellationException());
				Span failed = call(tracer, new IOException());
				assertThat(sampled).containsKey(failed.getSpanContext().getTraceId()).hasSize(error ? 2 : 1);
				assertThat(sampled.containsKey(canceled.getSpanContext().getTraceId())).isEqualTo(error);
			});
	}

	private static Span call(Tracer tracer, Exception exception) {
		Span span = tracer.spanBuilder("GET").setSpanKind(SpanKind.CLIENT).startSpan();
		span.recordException(exception);
		span.setStatus(StatusCode.ERROR);
		span.end();
		return span;
	}

	@Test
	void wantsNothingWhereAllThatIsRecordedIsExported() {
		this.exporting.withPropertyValues("management.opentelemetry.tracing.export.include-unsampled=true")
			.run((context) -> assertThat(context.getBean(UnsampledSpanRecorder.class).isRecording()).isFalse());
	}

	@Test
	void bindsItsMeters() {
		this.exporting.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (DropReason reason : DropReason.values()) {
				assertThat(registry.get(TracingMeter.DROPPED.getName())
					.tag("reason", reason.value())
					.functionCounter()
					.count()).isZero();
			}
			assertThat(registry.get(TracingMeter.TAIL_SAMPLED.getName()).functionCounters())
				.hasSize(TailSamplingReason.values().length);
			assertThat(registry.get(TracingMeter.EXPORTED.getName()).functionCounter().count()).isZero();
			assertThat(registry.get(TracingMeter.BUFFERED.getName()).gauge().value()).isZero();
		});
	}

	@Test
	void namesAnObservationThatIsNeverStopped(CapturedOutput output) {
		this.exporting.withBean(Sampler.class, Sampler::alwaysOff)
			.withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class))
			.withPropertyValues("observability.tracing.tail-sampling.max-spans=1")
			.run((context) -> {
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				for (int i = 0; i < 4; i++) {
					Observation.createNotStarted("ride.matching", registry).start();
				}
				assertThat(context.getBean(MeterRegistry.class)
					.get(TracingMeter.LEFT_OPEN.getName())
					.functionCounter()
					.count()).isEqualTo(3);
				assertThat(output.toString().lines().filter((line) -> line.contains("'ride.matching'"))).hasSize(1);
			});
	}

	@Test
	void processorsOfTheApplicationSeeAllThatIsRecorded() {
		this.exporting.withBean("own", SpanProcessor.class, () -> SpanProcessor.composite())
			.run((context) -> assertThat(context.getBean(SpanProcessors.class).list()).hasSize(2)
				.contains(context.getBean("own", SpanProcessor.class)));
	}

	@Test
	void eachFeatureGoesAwayWithItsProperty() {
		this.exporting.withPropertyValues("observability.tracing.tail-sampling.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TailSamplingAutoConfiguration.class)
				.doesNotHaveBean(UnsampledSpanRecorder.class)
				.hasSingleBean(SpanProcessors.class)
				.hasSingleBean(ExemplarSpanContext.class));
		this.exporting.withPropertyValues("observability.tracing.export.enabled=false")
			.run((context) -> assertThat(context.getBean(SpanExporters.class).list()).singleElement()
				.isInstanceOf(InMemorySpanExporter.class));
		this.exporting.withPropertyValues("observability.tracing.exemplars.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(SpanContext.class)
				.doesNotHaveBean(ExemplarSpanContext.class));
		this.exporting.withPropertyValues("management.tracing.exemplars.include=none")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanContext.class));
	}

	@Test
	void allGoesAwayWithTracing() {
		this.exporting.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanCounter.class)
				.doesNotHaveBean(TailSamplingSpanProcessor.class)
				.doesNotHaveBean(ExemplarSpanContext.class)
				.hasSingleBean(SdkTracerProvider.class));
	}

	@Test
	void leavesTheApplicationsOwn() {
		SpanProcessors processors = SpanProcessors.of();
		SpanExporters exporters = SpanExporters.of();
		this.exporting.withBean(SpanProcessors.class, () -> processors)
			.withBean(SpanExporters.class, () -> exporters)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(TailSamplingSpanProcessor.class);
				assertThat(context.getBean(SpanProcessors.class)).isSameAs(processors);
				assertThat(context.getBean(SpanExporters.class)).isSameAs(exporters);
			});
	}

	@Test
	void isAbsentWithoutOpenTelemetry() {
		this.exporting.withPropertyValues("management.opentelemetry.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TailSamplingSpanProcessor.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.tracing.otel", "io.opentelemetry.sdk.trace", "io.micrometer.core" })
	void backsOffWithout(String library) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TailSamplingAutoConfiguration.class,
					SpanExportAutoConfiguration.class, ExemplarsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TailSamplingAutoConfiguration.class)
				.doesNotHaveBean(SpanExportAutoConfiguration.class));
	}

	@Test
	void worksWithoutPrometheus() {
		this.exporting.withClassLoader(new FilteredClassLoader("io.prometheus", "io.micrometer.prometheusmetrics"))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(TailSamplingSpanProcessor.class)
				.doesNotHaveBean(ExemplarsAutoConfiguration.class));
	}

	@ParameterizedTest
	@CsvSource({ "tail-sampling.slower-than,0s", "tail-sampling.routes[/rides],-1s", "tail-sampling.decision-wait,2s",
			"tail-sampling.max-spans,0", "tail-sampling.max-spans-per-trace,10001", "tail-sampling.max-age,1s",
			"export.stop-timeout,2m", "exemplars.max-traces-per-minute,-1", "attributes.convention,none" })
	void namesAWrongValue(String key, String value) {
		this.exporting.withPropertyValues("observability.tracing." + key + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.message()
				.containsAnyOf("'observability.tracing." + key + "'", "AttributeConvention." + value);
		});
	}

	@Test
	void bindsItsProperties() {
		this.exporting
			.withPropertyValues("observability.tracing.tail-sampling.routes[/rides/*]=250ms",
					"observability.tracing.tail-sampling.slower-than=2s",
					"observability.tracing.tail-sampling.slower-than-p99=true",
					"observability.tracing.tail-sampling.decision-wait=250ms",
					"observability.tracing.tail-sampling.max-age=45s")
			.run((context) -> {
				TailSamplingProperties properties = context.getBean(TailSamplingProperties.class);
				assertThat(properties.routes()).containsExactly(entry("/rides/*", Duration.ofMillis(250)));
				assertThat(properties.slowerThan()).hasSeconds(2);
				assertThat(properties.slowerThanP99()).isTrue();
				assertThat(properties.decisionWait()).hasMillis(250);
				assertThat(properties.maxAge()).hasSeconds(45);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void samplesWhatIsSlowerThanUsualOnlyIfConfigured(boolean configured) {
		Map<String, String> sampled = new ConcurrentHashMap<>();
		this.runner.withBean(TailSamplingListener.class, () -> sampled::put)
			.withBean(Sampler.class, () -> new RecordOnlySampler(Sampler.alwaysOff(), () -> true))
			.withPropertyValues("observability.tracing.tail-sampling.slower-than=1h",
					"observability.tracing.tail-sampling.slower-than-p99=" + configured)
			.run((context) -> {
				Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
				for (int i = 0; i < RollingPercentile.LEARNED; i++) {
					lasting(tracer, Duration.ofMillis(10));
				}
				assertThat(sampled).isEmpty();
				String slow = lasting(tracer, Duration.ofSeconds(1));
				assertThat(sampled).isEqualTo(configured ? Map.of(slow, "slow") : Map.of());
			});
	}

	private static String lasting(Tracer tracer, Duration duration) {
		Instant start = Instant.ofEpochSecond(1);
		Span span = tracer.spanBuilder("charge").setStartTimestamp(start).startSpan();
		span.end(start.plus(duration));
		return span.getSpanContext().getTraceId();
	}

	/** Of a trace that is larger, only the local root is exported. */
	@ParameterizedTest
	@CsvSource({ "512, 'first,request,second'", "2, request" })
	void holdsAsManySpansOfATraceAsConfigured(int most, String exported) {
		this.runner.withBean(InMemorySpanExporter.class, InMemorySpanExporter::create)
			.withBean(Sampler.class, () -> new RecordOnlySampler(Sampler.alwaysOff(), () -> true))
			.withPropertyValues("management.opentelemetry.tracing.export.schedule-delay=10ms",
					"observability.tracing.tail-sampling.max-spans-per-trace=" + most)
			.run((context) -> {
				Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
				Span request = tracer.spanBuilder("request").startSpan();
				for (String name : new String[] { "first", "second" }) {
					tracer.spanBuilder(name).setParent(Context.root().with(request)).startSpan().end();
				}
				request.setStatus(StatusCode.ERROR);
				request.end();
				InMemorySpanExporter exporter = context.getBean(InMemorySpanExporter.class);
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(exporter.getFinishedSpanItems()).extracting(SpanData::getName)
						.containsExactlyInAnyOrder(exported.split(",")));
				assertThat(context.getBean(MeterRegistry.class)
					.get(TracingMeter.DROPPED.getName())
					.tag("reason", "trace")
					.functionCounter()
					.count() > 0).isEqualTo(most == 2);
			});
	}

	@ParameterizedTest
	@CsvSource({ "60, 3", "1, 1", "0, 0" })
	void samplesAsManyTracesForExemplarsAsConfigured(int perMinute, int expected) {
		this.exporting.withBean(Sampler.class, () -> new RecordOnlySampler(Sampler.alwaysOff(), () -> true))
			.withPropertyValues("observability.tracing.exemplars.max-traces-per-minute=" + perMinute)
			.run((context) -> {
				Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
				SpanContext exemplars = context.getBean(SpanContext.class);
				int sampled = 0;
				for (int i = 0; i < 3; i++) {
					Span request = tracer.spanBuilder("request").setNoParent().startSpan();
					Scope scope = request.makeCurrent();
					try {
						if (exemplars.isCurrentSpanSampled()) {
							exemplars.markCurrentSpanAsExemplar();
							sampled++;
						}
					}
					finally {
						scope.close();
						request.end();
					}
				}
				assertThat(sampled).isEqualTo(expected);
				assertThat(context.getBean(MeterRegistry.class)
					.get(TracingMeter.TAIL_SAMPLED.getName())
					.tag("reason", "exemplar")
					.functionCounter()
					.count()).isEqualTo(expected);
			});
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().equals("observability-tracing"))
			.count();
	}

}
