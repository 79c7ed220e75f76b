package io.github.observability.tracing.export;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SpanExportAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, SpanExportAutoConfiguration.class))
		.withBean(SpanExporter.class, InMemorySpanExporter::create);

	@Test
	void guardsExporters() {
		this.runner.run((context) -> {
			assertThat(context.getBean(SpanExporters.class).list()).singleElement()
				.isInstanceOf(GuardedSpanExporter.class);
			assertThat(context).hasSingleBean(SpanExportLifecycle.class).hasSingleBean(SpanCounter.class);
		});
	}

	@Test
	void keepsAttributesOfSpringByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(SpanAttributeProperties.class).convention())
			.isEqualTo(AttributeConvention.SPRING));
	}

	@Test
	void bindsTheConvention() {
		this.runner.withPropertyValues("observability.tracing.attributes.convention=otel")
			.run((context) -> assertThat(context.getBean(SpanAttributeProperties.class).convention())
				.isEqualTo(AttributeConvention.OTEL));
	}

	@Test
	void isOffByItsProperty() {
		this.runner.withPropertyValues("observability.tracing.export.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanExportLifecycle.class)
				.doesNotHaveBean(SpanCounter.class));
	}

}
