package io.github.observability.tracing;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ActiveTracerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, ActiveTracerAutoConfiguration.class));

	@Test
	void saysNothingAboutOpenTelemetry(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context.getBean(Tracer.class)).isInstanceOf(OtelTracer.class);
			assertThat(context.getBean(ActiveTracer.class).obstacle()).isNull();
			ready(context.getSourceApplicationContext());
			assertThat(output).doesNotContain("has no effect");
		});
	}

	@Test
	void namesAnotherTracerInOneLine(CapturedOutput output) {
		Tracer other = Mockito.mock(Tracer.class);
		this.runner.withBean("other", Tracer.class, () -> other).run((context) -> {
			assertThat(context.getBean(ActiveTracer.class).obstacle()).contains(other.getClass().getName());
			ready(context.getSourceApplicationContext());
			assertThat(output.getOut().lines().filter((line) -> line.contains("has no effect"))).singleElement()
				.asString()
				.contains(other.getClass().getName(), "tail sampling");
		});
	}

	@Test
	void saysNothingAboutATracerThatDoesNothing() {
		this.runner.withBean("none", Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context.getBean(ActiveTracer.class).obstacle()).isNull());
	}

	@Test
	void saysNothingWithoutATracer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ActiveTracerAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(ActiveTracer.class).obstacle()).isNull());
	}

	@Test
	void backsOffWhenDisabledOrWithoutMicrometerTracing() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ActiveTracer.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ActiveTracerAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ActiveTracer.class));
	}

	private static void ready(ConfigurableApplicationContext context) {
		context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0], context, null));
	}

}
