package io.github.observability.cost;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Sizes of log records beside those that OpenTelemetry's exporter really sends.
 */
class LogRecordSizeTests {

	private final InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();

	private final SdkLoggerProvider provider = SdkLoggerProvider.builder()
		.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "rides")))
		.addLogRecordProcessor(SimpleLogRecordProcessor.create(this.exporter))
		.build();

	private static Context traced(TraceFlags flags) {
		return Context.root()
			.with(Span.wrap(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", flags,
					TraceState.getDefault())));
	}

	@Test
	void recordsWithAllThatTheyCanHave() {
		Logger logger = this.provider.loggerBuilder("com.example.Rides").setInstrumentationVersion("1.0").build();
		for (TraceFlags flags : List.of(TraceFlags.getSampled(), TraceFlags.getDefault())) {
			logger.logRecordBuilder()
				.setTimestamp(7, TimeUnit.SECONDS)
				.setObservedTimestamp(8, TimeUnit.SECONDS)
				.setContext(traced(flags))
				.setSeverity(Severity.WARN)
				.setSeverityText("WARN")
				.setEventName("ride.refused")
				.setBody("Zürich € 😀")
				.setAttribute(AttributeKey.longKey("ride.id"), -7L)
				.setAttribute(AttributeKey.stringArrayKey("tags"), List.of("a", ""))
				.emit();
		}
		logger.logRecordBuilder().emit();
		logger.logRecordBuilder().setBody("").emit();
		logger.logRecordBuilder()
			.setBody(Value.of(Value.of(true), Value.of(-1L), Value.of(0.5), Value.of(new byte[] { 1, 2, 3 }),
					Value.of("text")))
			.emit();
		logger.logRecordBuilder()
			.setBody(Value.of(KeyValue.of("city", Value.of("Graz")), KeyValue.of("count", Value.of(300L))))
			.emit();
		assertExact();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void batchesOfLoggers(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 200; i++) {
			LogRecordBuilder record = this.provider.get("com.example.Logger" + random.nextInt(5))
				.logRecordBuilder()
				.setBody("x".repeat(random.nextInt(400)))
				.setSeverity(Severity.values()[random.nextInt(Severity.values().length)]);
			for (int k = random.nextInt(6); k > 0; k--) {
				record.setAttribute("key" + k, "v".repeat(random.nextInt(300)));
			}
			record.emit();
		}
		assertExact();
	}

	private void assertExact() {
		List<LogRecordData> records = this.exporter.getFinishedLogRecordItems();
		assertThat(records).isNotEmpty();
		for (LogRecordData each : records) {
			assertThat(size(List.of(each))).as("%s", each)
				.isEqualTo(LogsRequestMarshaler.create(List.of(each)).getBinarySerializedSize());
		}
		assertThat(size(records)).isEqualTo(LogsRequestMarshaler.create(records).getBinarySerializedSize());
	}

	private static int size(List<LogRecordData> records) {
		Map<LogRecordData, Integer> sizes = new IdentityHashMap<>();
		records.forEach((each) -> sizes.put(each, LogRecordSize.of(each)));
		return sizes.values().stream().mapToInt(Integer::intValue).sum()
				+ SpanSize.envelope(sizes, LogRecordData::getResource, LogRecordData::getInstrumentationScopeInfo);
	}

	@Test
	void countsWhatIsDeliveredByLoggerAndNothingElse() {
		for (int i = 0; i < 6; i++) {
			this.provider.get("com.example.Logger" + i % 2).logRecordBuilder().setBody("line " + i).emit();
		}
		List<LogRecordData> records = this.exporter.getFinishedLogRecordItems();
		LogRecordVolumes volumes = new LogRecordVolumes();
		new MeasuringLogRecordExporter(this.exporter, volumes).export(records);
		assertThat(volumes.byLogger().keySet()).containsExactlyInAnyOrder("com.example.Logger0", "com.example.Logger1");
		assertThat(volumes.byLogger().values()).allSatisfy((volume) -> assertThat(volume.count()).isEqualTo(3));
		assertThat(volumes.bytes()).isCloseTo(LogsRequestMarshaler.create(records).getBinarySerializedSize(),
				within(1L));
		this.exporter.shutdown();
		CompletableResultCode refused = new MeasuringLogRecordExporter(this.exporter, volumes)
			.export(new ArrayList<>(records));
		assertThat(refused.isSuccess()).isFalse();
		assertThat(volumes.byLogger().values()).allSatisfy((volume) -> assertThat(volume.count()).isEqualTo(3));
	}

}
