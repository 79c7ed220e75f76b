package io.github.observability.tracing;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class JavaAgentTracingAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, JavaAgentTracingAutoConfiguration.class))
		.withPropertyValues("management.opentelemetry.enabled=false");

	@Test
	void leavesTracingToTheAgent() {
		this.runner.withClassLoader(JavaAgents.running()).run((context) -> {
			assertThat(context.getBean(Tracer.class)).isSameAs(Tracer.NOOP);
			assertThat(context.getBean(Propagator.class)).isSameAs(Propagator.NOOP);
		});
	}

	/** The SDK does so without a processor until it is disabled by that, from 1.68 on. */
	@Test
	void plainBootGoesOnMakingIdsOfItsOwn() {
		assumeThat(SdkTracerProvider.builder().build().get("any").spanBuilder("any").startSpan())
			.isInstanceOf(ReadableSpan.class);
		this.runner.withClassLoader(JavaAgents.running())
			.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> {
				OtelTracer tracer = context.getBean(OtelTracer.class);
				assertThat(tracer.nextSpan().start().context().traceId()).matches("[0-9a-f]{32}")
					.isNotEqualTo("0".repeat(32));
			});
	}

	@Test
	void usesOwnTracer() {
		Tracer own = Tracer.NOOP;
		this.runner.withClassLoader(JavaAgents.running())
			.withBean("own", Tracer.class, () -> own)
			.run((context) -> assertThat(context).hasBean("own").doesNotHaveBean("javaAgentTracer"));
	}

	@Test
	void backsOffWithoutTheAgent() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(JavaAgentTracingAutoConfiguration.class));
	}

	@Test
	void backsOffIfTheAgentDoesNotRun() {
		this.runner.withClassLoader(JavaAgents.onClassPathOnly())
			.run((context) -> assertThat(context).doesNotHaveBean(JavaAgentTracingAutoConfiguration.class)
				.hasSingleBean(OtelTracer.class));
	}

	@Test
	void backsOffWithoutMicrometerTracing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JavaAgentTracingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).doesNotHaveBean(JavaAgentTracingAutoConfiguration.class));
	}

}
