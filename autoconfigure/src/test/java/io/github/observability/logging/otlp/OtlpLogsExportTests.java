package io.github.observability.logging.otlp;

import java.time.Duration;
import java.util.List;

import io.github.observability.logging.masking.LogMaskerAutoConfiguration;
import io.github.observability.testing.OtlpReceiver;
import io.github.observability.testing.ReceivedRecord;
import io.github.observability.testing.ReceivedSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines on their way through Boot's exporter to a receiver of OTLP over HTTP.
 */
class OtlpLogsExportTests {

	private static final Logger logger = LoggerFactory.getLogger("org.example.OtlpLogsExportTests");

	/** More than the queue of the exporter holds. */
	private static final int MANY = 5_000;

	private final OtlpReceiver receiver = new OtlpReceiver();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class,
				OpenTelemetryLoggingAutoConfiguration.class, OtlpLoggingAutoConfiguration.class,
				LogMaskerAutoConfiguration.class, OtlpLogsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("management.tracing.sampling.probability=1",
				"management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.endpoint(),
				"management.opentelemetry.logging.export.otlp.endpoint=" + this.receiver.logsEndpoint(),
				"management.opentelemetry.logging.export.otlp.timeout=5s");

	@AfterEach
	void stop() {
		this.receiver.close();
		MDC.clear();
	}

	@Test
	void bringsLinesWithTheirTraceAndFieldsAndWithoutSecrets() {
		// The end of the application exports all that waits.
		this.runner.run((context) -> {
			MDC.put("requestId", "r-1");
			Observation.createNotStarted("ride.matching", context.getBean(ObservationRegistry.class))
				.observe(() -> logger.atWarn()
					.addKeyValue("ride.id", 7)
					.addKeyValue("apiKey", "topsecret")
					.setCause(new IllegalStateException("token=abcdef0123456789"))
					.log("Ride {} refused, password=hunter2", 7));
			MDC.clear();
			logger.info("Outside of a trace");
		});
		ReceivedSpan span = this.receiver.spans().get(0);
		ReceivedRecord inside = record("Ride 7 refused");
		assertThat(inside.body()).isEqualTo("Ride 7 refused, password=***");
		assertThat(inside.severity()).isEqualTo("SEVERITY_NUMBER_WARN");
		assertThat(inside.time()).isPositive();
		assertThat(inside.traceId()).hasSize(32).isEqualTo(span.traceId());
		assertThat(inside.spanId()).isEqualTo(span.spanId());
		assertThat(inside.attributes()).containsEntry("requestId", "r-1")
			.containsEntry("apiKey", "***")
			.containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsEntry("exception.message", "token=***")
			.hasEntrySatisfying("ride.id", (id) -> assertThat(id).contains("7"));
		assertThat(record("Outside of a trace").traceId()).isEmpty();
		assertThat(this.receiver.records().toString()).doesNotContain("hunter2")
			.doesNotContain("topsecret")
			.doesNotContain("abcdef0123456789");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hangs", "refuses" })
	void delaysNobodyWhereTheReceiver(String state) {
		this.runner.run((context) -> {
			if (state.equals("hangs")) {
				this.receiver.hang();
			}
			else {
				this.receiver.stop();
			}
			Thread request = new Thread(() -> {
				for (int i = 0; i < MANY; i++) {
					logger.warn("Line {} that nobody takes yet", i);
				}
			});
			request.start();
			// The receiver still holds what it was sent when the last line is logged.
			request.join(Duration.ofSeconds(60).toMillis());
			assertThat(request.isAlive()).isFalse();
			assertThat(this.receiver.records()).noneMatch((record) -> record.body().contains("nobody takes yet"));
			if (state.equals("hangs")) {
				this.receiver.answerAgain();
			}
			else {
				this.receiver.startAgain();
			}
		});
		// The queue of the exporter waited, and the end of the application brought it.
		assertThat(this.receiver.records()).anyMatch((record) -> record.body().contains("nobody takes yet"));
	}

	private ReceivedRecord record(String text) {
		List<ReceivedRecord> records = this.receiver.records()
			.stream()
			.filter((record) -> record.body().contains(text))
			.toList();
		assertThat(records).as(text).hasSize(1);
		return records.get(0);
	}

}
