package io.github.observability.tracing.export;

import java.util.List;

import io.github.observability.logging.masking.LogMaskerAutoConfiguration;
import io.github.observability.logging.masking.SpanMaskingAutoConfiguration;
import io.github.observability.testing.OtlpReceiver;
import io.github.observability.testing.ReceivedRecord;
import io.github.observability.testing.ReceivedSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of an exception a receiver of OTLP has.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExceptionExportTests {

	private static final String PROPERTY = "observability.tracing.errors.exceptions=";

	private final OtlpReceiver receiver = new OtlpReceiver();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class,
				OpenTelemetryLoggingAutoConfiguration.class, OtlpLoggingAutoConfiguration.class,
				LogMaskerAutoConfiguration.class, SpanMaskingAutoConfiguration.class,
				SpanExportAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("management.tracing.sampling.probability=1",
				"management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.endpoint());

	private final ApplicationContextRunner logging = this.runner
		.withPropertyValues("management.opentelemetry.logging.export.otlp.endpoint=" + this.receiver.logsEndpoint());

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	/** The end of the application exports all that waits. */
	private static void fail(ApplicationContext context) {
		Observation.createNotStarted("ride.matching", context.getBean(ObservationRegistry.class))
			.start()
			.error(new IllegalStateException("No driver, password=hunter2"))
			.stop();
	}

	@ParameterizedTest
	@CsvSource({ "span-events, 1, 0", "log-records, 0, 1", "both, 1, 1" })
	void isWhereTheApplicationWantsIt(String signal, int events, int records) {
		this.logging.withPropertyValues(PROPERTY + signal).run(ExceptionExportTests::fail);
		ReceivedSpan span = span();
		assertThat(span.error()).isTrue();
		assertThat(span.events().split("exception.type=", -1)).hasSize(events + 1);
		assertThat(this.receiver.records()).hasSize(records).allSatisfy((record) -> assertIsTheException(record, span));
		assertThat(span + " " + this.receiver.records()).doesNotContain("hunter2");
	}

	private ReceivedSpan span() {
		List<ReceivedSpan> spans = this.receiver.spans();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	private static void assertIsTheException(ReceivedRecord record, ReceivedSpan span) {
		assertThat(record.eventName()).isEqualTo("exception");
		assertThat(record.severity()).isEqualTo("SEVERITY_NUMBER_ERROR");
		assertThat(record.traceId()).isEqualTo(span.traceId());
		assertThat(record.spanId()).isEqualTo(span.spanId());
		assertThat(record.time()).isPositive();
		assertThat(record.attributes()).containsEntry("exception.type", "java.lang.IllegalStateException")
			.containsEntry("exception.message", "No driver, password=***")
			.hasEntrySatisfying("exception.stacktrace",
					(trace) -> assertThat(trace).contains("ExceptionExportTests.fail"));
	}

	@Test
	void staysInTheSpanWithoutAnExporterOfLogs(CapturedOutput output) {
		this.runner.withPropertyValues(PROPERTY + "log-records").run(ExceptionExportTests::fail);
		assertThat(span().events()).contains("java.lang.IllegalStateException");
		assertThat(this.receiver.records()).isEmpty();
		assertThat(output).contains("Exceptions stay span events");
	}

}
