package io.github.observability.tracing.tail;

import java.util.concurrent.TimeUnit;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.export.SpanExportAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trace that the tail sampler samples tells where its time went.
 */
class CriticalPathTests {

	/** Not zero, which the SDK takes for a time that is not set. */
	private static final long BEGIN = 1000;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				ObservationAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
				TailSamplingAutoConfiguration.class, SpanExportAutoConfiguration.class))
		.withBean(InMemorySpanExporter.class, InMemorySpanExporter::create)
		.withBean(Sampler.class, () -> new RecordOnlySampler(Sampler.alwaysOff(), () -> true));

	@Test
	void rootNamesTheLargestContributor() {
		this.runner.run((context) -> {
			ride(context, 3);
			assertThat(root(context).getAttributes().asMap())
				.containsEntry(CriticalPathAttribute.STEP.text(), "find_driver")
				.containsEntry(CriticalPathAttribute.NANOS.number(), 2_000_000_000L)
				.containsEntry(CriticalPathAttribute.CERTAIN.flag(), false);
			assertThat(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems())
				.filteredOn((span) -> span.getAttributes().get(CriticalPathAttribute.STEP.text()) != null)
				.hasSize(1);
		});
	}

	@Test
	void rootAloneNamesNothing() {
		this.runner.run((context) -> {
			ride(context, 0);
			assertThat(root(context).getAttributes().get(CriticalPathAttribute.STEP.text())).isNull();
		});
	}

	@Test
	void goesAwayWithItsProperty() {
		this.runner.withPropertyValues("observability.tracing.critical-path.enabled=false").run((context) -> {
			ride(context, 3);
			assertThat(root(context).getAttributes().get(CriticalPathAttribute.STEP.text())).isNull();
		});
	}

	@Test
	void hasNoTimerByDefault() {
		this.runner.run((context) -> {
			ride(context, 3);
			assertThat(context.getBean(MeterRegistry.class).find(TracingMeter.CRITICAL_PATH.getName()).timers())
				.isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource(SemanticConvention.class)
	void timerTellsTheLargestStepsApart(SemanticConvention convention) {
		this.runner
			.withPropertyValues("observability.tracing.critical-path.timer=true",
					"observability.tracing.critical-path.max-steps=2")
			.run((context) -> {
				ride(context, 3, HttpNames.server(convention).route());
				assertThat(timer(context, "find_driver").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2000);
				assertThat(timer(context, "send_request").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(200);
				assertThat(timer(context, "other").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(150);
			});
	}

	@Test
	void wrongNumberOfStepsStopsTheStart() {
		this.runner.withPropertyValues("observability.tracing.critical-path.max-steps=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.tracing.critical-path.max-steps' must be from 1 to 100, but was 0"));
	}

	/**
	 * The ride of the pattern page: 2,350 ms, of which a driver is looked for 2,000.
	 */
	private static void ride(ApplicationContext context, int children) {
		ride(context, children, HttpNames.server(SemanticConvention.MICROMETER).route());
	}

	private static void ride(ApplicationContext context, int children, String routeKey) {
		SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
		Tracer tracer = provider.get("test");
		Span root = tracer.spanBuilder("request_ride")
			.setAttribute(routeKey, "/rides")
			.setStartTimestamp(BEGIN, TimeUnit.MILLISECONDS)
			.startSpan();
		String[] names = { "find_driver", "calculate_fare", "send_request" };
		long[] starts = { 100, 2100, 2150, 2350 };
		for (int i = 0; i < children; i++) {
			tracer.spanBuilder(names[i])
				.setParent(Context.root().with(root))
				.setStartTimestamp(BEGIN + starts[i], TimeUnit.MILLISECONDS)
				.startSpan()
				.end(BEGIN + starts[i + 1], TimeUnit.MILLISECONDS);
		}
		root.setStatus(StatusCode.ERROR);
		root.end(BEGIN + 2350, TimeUnit.MILLISECONDS);
		provider.forceFlush().join(10, TimeUnit.SECONDS);
	}

	private static SpanData root(ApplicationContext context) {
		return context.getBean(InMemorySpanExporter.class)
			.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals("request_ride"))
			.findFirst()
			.orElseThrow();
	}

	private static Timer timer(ApplicationContext context, String step) {
		return context.getBean(MeterRegistry.class)
			.get(TracingMeter.CRITICAL_PATH.getName())
			.tags("route", "/rides", "step", step)
			.timer();
	}

}
