package io.github.observability.tracing.tail;

import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.function.Function;

import io.github.observability.tracing.export.SpanExportAutoConfiguration;
import io.github.observability.tracing.sampling.UnsampledSpanRecorder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever Boot takes as an endpoint for spans means that there is an exporter.
 */
class ExportEndpointTests {

	private static final String BOOT = "org.springframework.boot.opentelemetry.autoconfigure.";

	private static final String COLLECTOR = "http://localhost:4318";

	private static ConfigurableApplicationContext start(Class<?> source, Map<String, String> variables,
			String... arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setEnvironment(environment(variables));
		return application.run(arguments);
	}

	/**
	 * Boot reads variables of the system, which a test cannot set.
	 */
	private static ConfigurableEnvironment environment(Map<String, String> variables) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		if (!variables.isEmpty()) {
			try {
				Class<?> type = Class.forName(BOOT + "OpenTelemetryEnvironmentVariables");
				DeferredLogFactory logs = (destination) -> destination.get();
				Function<String, @Nullable String> reader = variables::get;
				Constructor<?> values = type.getDeclaredConstructors()[0];
				values.setAccessible(true);
				Constructor<?> processor = Class
					.forName(BOOT + "OpenTelemetryEnvironmentVariableEnvironmentPostProcessor")
					.getDeclaredConstructor(DeferredLogFactory.class, type);
				processor.setAccessible(true);
				((EnvironmentPostProcessor) processor.newInstance(logs, values.newInstance(logs, reader)))
					.postProcessEnvironment(environment, new SpringApplication());
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return environment;
	}

	private static void assertExports(ConfigurableApplicationContext context, String endpoint) {
		assertThat(context.getBean(UnsampledSpanRecorder.class).isRecording()).isTrue();
		assertThat(context.getBean(OtlpHttpSpanExporter.class).toString()).contains("endpoint=" + endpoint);
	}

	@ParameterizedTest
	@CsvSource({ "management.opentelemetry.tracing.export.otlp.endpoint, http://localhost:4318/v1/traces",
			"management.opentelemetry.otlp.endpoint, http://localhost:4318",
			"management.opentelemetry.otlp.endpoint, http://localhost:4318/" })
	void mayBeAProperty(String key, String value) {
		try (ConfigurableApplicationContext context = start(Application.class, Map.of(), "--" + key + "=" + value)) {
			assertExports(context, COLLECTOR + "/v1/traces");
		}
	}

	@Test
	void ofASignalWins() {
		try (ConfigurableApplicationContext context = start(Application.class, Map.of(),
				"--management.opentelemetry.otlp.endpoint=http://localhost:1",
				"--management.opentelemetry.otlp.headers.authorization=all",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + COLLECTOR + "/own")) {
			assertExports(context, COLLECTOR + "/own");
			assertThat(context.getEnvironment()
				.getProperty("management.opentelemetry.tracing.export.otlp.headers[authorization]")).isEqualTo("all");
		}
	}

	@ParameterizedTest
	@CsvSource({ "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://localhost:4318/v1/traces",
			"OTEL_EXPORTER_OTLP_ENDPOINT, http://localhost:4318" })
	void mayBeAVariable(String variable, String value) {
		try (ConfigurableApplicationContext context = start(Application.class, Map.of(variable, value))) {
			assertExports(context, COLLECTOR + "/v1/traces");
		}
	}

	@Test
	void mayBeConnectionDetails() {
		try (ConfigurableApplicationContext context = start(ConnectedApplication.class, Map.of())) {
			assertExports(context, COLLECTOR + "/details");
		}
	}

	@Test
	void isMissing() {
		try (ConfigurableApplicationContext context = start(Application.class, Map.of())) {
			assertThat(context.getBean(UnsampledSpanRecorder.class).isRecording()).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
			OtlpTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
			TailSamplingAutoConfiguration.class, SpanExportAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectedApplication extends Application {

		@Bean
		OtlpTracingConnectionDetails connectionDetails() {
			return (transport) -> COLLECTOR + "/details";
		}

	}

}
