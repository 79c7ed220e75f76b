package io.github.observability.tracing.export;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.github.observability.CanceledCalls;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExceptionLogRecords} and {@link SpanErrorRule}.
 */
class SpanErrorsTests {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

	private static final SpanContext CONTEXT = SpanContext.create("0af7651916cd43dd8448eb211c80319c",
			"b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());

	private final InMemoryLogRecordExporter records = InMemoryLogRecordExporter.create();

	private final SdkLoggerProvider logs = SdkLoggerProvider.builder()
		.addLogRecordProcessor(SimpleLogRecordProcessor.create(this.records))
		.build();

	private static SpanData span(SpanKind kind, Throwable exception) {
		return TestSpanData.builder()
			.setName("GET")
			.setKind(kind)
			.setSpanContext(CONTEXT)
			.setStatus(StatusData.error())
			.setStartEpochNanos(1)
			.setEndEpochNanos(3)
			.setHasEnded(true)
			.setEvents(List.of(EventData.create(1, "retry", Attributes.empty()), exception(exception)))
			.build();
	}

	private static EventData exception(Throwable exception) {
		return ExceptionEventData.create(2, exception, Attributes.of(TYPE, exception.getClass().getName()), 1);
	}

	@ParameterizedTest
	@EnumSource(ExceptionSignal.class)
	void exportsExceptionsAsAsked(ExceptionSignal signal) {
		SpanData span = span(SpanKind.SERVER, new IllegalStateException("no driver"));
		SpanData exported = SpanExportAutoConfiguration.exceptions(signal, this.logs.get("test")).apply(span);
		assertThat(exported.getEvents().stream().map(EventData::getName)).contains("retry")
			.hasSize((signal == ExceptionSignal.LOG_RECORDS) ? 1 : 2);
		if (signal == ExceptionSignal.SPAN_EVENTS) {
			assertThat(this.records.getFinishedLogRecordItems()).isEmpty();
			return;
		}
		LogRecordData log = this.records.getFinishedLogRecordItems().get(0);
		assertThat(this.records.getFinishedLogRecordItems()).hasSize(1);
		assertThat(log.getSpanContext()).isEqualTo(CONTEXT);
		assertThat(log.getTimestampEpochNanos()).isEqualTo(2);
		assertThat(log.getAttributes().get(TYPE)).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void leavesEventsWhereNoLogsAreExported() {
		SpanData span = span(SpanKind.SERVER, new IllegalStateException());
		assertThat(SpanExportAutoConfiguration.exceptions(ExceptionSignal.LOG_RECORDS, null).apply(span))
			.isSameAs(span);
	}

	@Test
	void takesTheErrorFromACanceledCall() {
		SpanData canceled = span(SpanKind.CLIENT, new IOException(new CancellationException()));
		assertThat(rule(false).isError(canceled)).isFalse();
		SpanData exported = rule(false).apply(canceled);
		assertThat(exported.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(exported.getEvents()).hasSize(2);
	}

	@Test
	void leavesOtherErrors() {
		SpanData failed = span(SpanKind.CLIENT, new IOException());
		SpanData served = span(SpanKind.SERVER, new CancellationException());
		SpanData timedOut = span(SpanKind.CLIENT, timeout());
		for (SpanData error : List.of(failed, served, timedOut)) {
			assertThat(rule(false).isError(error)).isTrue();
			assertThat(rule(false).apply(error)).isSameAs(error);
		}
	}

	@Test
	void leavesACanceledCallByDefault() {
		SpanData canceled = span(SpanKind.CLIENT, new CancellationException());
		SpanErrorRule byDefault = new SpanErrorRule(new MockEnvironment());
		assertThat(byDefault.isError(canceled)).isTrue();
		assertThat(byDefault.apply(canceled)).isSameAs(canceled);
		assertThat(rule(true).isError(canceled)).isTrue();
	}

	@Test
	void leavesWhatIsNoError() {
		SpanData fine = TestSpanData.builder()
			.setName("GET")
			.setKind(SpanKind.CLIENT)
			.setStatus(StatusData.unset())
			.setStartEpochNanos(1)
			.setEndEpochNanos(3)
			.setHasEnded(true)
			.setEvents(List.of(exception(new CancellationException())))
			.build();
		assertThat(rule(false).isError(fine)).isFalse();
		assertThat(rule(false).apply(fine)).isSameAs(fine);
	}

	private static SpanErrorRule rule(boolean cancellationIsError) {
		return new SpanErrorRule(
				new MockEnvironment().withProperty(CanceledCalls.PROPERTY, String.valueOf(cancellationIsError)));
	}

	private static Exception timeout() {
		Exception timeout = new SocketTimeoutException();
		timeout.initCause(new CancellationException());
		return timeout;
	}

}
