package io.github.observability.tracing.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
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
		.withBean("exporter", InMemorySpanExporter.class, InMemorySpanExporter::create);

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
	void exportsExceptionsAsLogRecordsOnce() {
		InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
		SdkLoggerProvider provider = SdkLoggerProvider.builder()
			.addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
			.build();
		this.runner.withPropertyValues("observability.tracing.errors.exceptions=log-records")
			.withBean("second", InMemorySpanExporter.class, InMemorySpanExporter::create)
			.withBean(SdkLoggerProvider.class, () -> provider)
			.withBean(LogRecordExporter.class, () -> logs)
			.run((context) -> {
				SpanData failed = TestSpanData.builder()
					.setName("work")
					.setKind(SpanKind.INTERNAL)
					.setStatus(StatusData.error())
					.setStartEpochNanos(1)
					.setEndEpochNanos(2)
					.setHasEnded(true)
					.setEvents(List.of(EventData.create(1, "exception", Attributes.empty())))
					.build();
				context.getBean(SpanExporters.class).list().forEach((exporter) -> exporter.export(List.of(failed)));
				assertThat(logs.getFinishedLogRecordItems()).hasSize(1);
				assertThat(context.getBeansOfType(InMemorySpanExporter.class).values())
					.allSatisfy((exporter) -> assertThat(exporter.getFinishedSpanItems()).singleElement()
						.satisfies((span) -> assertThat(span.getEvents()).isEmpty()));
			});
	}

	@Test
	void refusesAnUnknownPlaceForExceptions() {
		this.runner.withPropertyValues("observability.tracing.errors.exceptions=nowhere")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("ExceptionSignal.nowhere"));
	}

	@Test
	void isOffByItsProperty() {
		this.runner.withPropertyValues("observability.tracing.export.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanExportLifecycle.class)
				.doesNotHaveBean(SpanCounter.class));
	}

}
