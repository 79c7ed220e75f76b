package io.github.observability.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class SpanStatusAutoConfigurationTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, SpanStatusAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.exporter))
		.withPropertyValues("management.tracing.sampling.probability=1");

	@ParameterizedTest
	@CsvSource({ "grpc.server,grpc.status_code,INTERNAL,ERROR", "grpc.server,grpc.status_code,NOT_FOUND,OK",
			"grpc.server,grpc.status_code,CANCELLED,OK", "grpc.client,grpc.status_code,UNAVAILABLE,ERROR",
			"graphql.request,graphql.outcome,INTERNAL_ERROR,ERROR", "graphql.request,graphql.outcome,SUCCESS,OK",
			"spring.batch.step,spring.batch.step.status,FAILED,ERROR",
			"spring.batch.job,spring.batch.job.status,COMPLETED,OK", "http.client.requests,outcome,SERVER_ERROR,ERROR",
			"http.client.requests,outcome,CLIENT_ERROR,OK", "http.server.requests,outcome,SERVER_ERROR,ERROR",
			"http.server.requests,outcome,CLIENT_ABORT,OK", "something.else,outcome,SERVER_ERROR,OK" })
	void followsTheFailureTable(String observation, String key, String value, StatusCode status) {
		this.runner.run((context) -> {
			observe(context, observation, key, value);
			assertStatus(status);
		});
	}

	@Test
	void followsEntriesOfTheApplication() {
		this.runner.withPropertyValues("observability.golden.failures[ride]=state=lost").run((context) -> {
			observe(context, "ride", "state", "lost");
			assertStatus(StatusCode.ERROR);
		});
	}

	@Test
	void leavesTheStatusAloneWhenDisabled() {
		this.runner.withPropertyValues("observability.tracing.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(SpanStatusAutoConfiguration.class);
			observe(context, "grpc.server", "grpc.status_code", "INTERNAL");
			assertStatus(StatusCode.OK);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.tracing.otel", "io.micrometer.observation" })
	void backsOffWithout(String library) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SpanStatusAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanStatusAutoConfiguration.class));
	}

	private static void observe(ApplicationContext context, String name, String key, String value) {
		Observation.createNotStarted(name, context.getBean(ObservationRegistry.class))
			.lowCardinalityKeyValue(key, value)
			.start()
			.stop();
	}

	private void assertStatus(StatusCode status) {
		assertThat(this.exporter.getFinishedSpanItems()).singleElement()
			.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(status));
	}

}
