package io.github.observability.cost;

import java.nio.ByteBuffer;
import java.util.List;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.jspecify.annotations.Nullable;

/**
 * Computes the bytes of log records in OTLP's protocol buffers, before compression, as
 * {@link SpanSize} does for spans.
 */
final class LogRecordSize {

	/** Key of one byte and a value of eight. */
	private static final int FIXED64 = 9;

	private static final int TRACE_ID = 18;

	private static final int SPAN_ID = 10;

	private static final int FLAGS = 5;

	private LogRecordSize() {
	}

	/**
	 * Return the bytes of a record, with its key and length.
	 * @param record the record
	 * @return the bytes
	 */
	static int of(LogRecordData record) {
		int size = (record.getTimestampEpochNanos() != 0) ? FIXED64 : 0;
		size += (record.getObservedTimestampEpochNanos() != 0) ? FIXED64 : 0;
		size += (record.getSeverity() != Severity.UNDEFINED_SEVERITY_NUMBER) ? 2 : 0;
		size += SpanSize.string(record.getSeverityText()) + SpanSize.string(record.getEventName());
		Value<?> body = record.getBodyValue();
		size += (body != null) ? SpanSize.message(value(body)) : 0;
		size += SpanSize.attributes(record.getAttributes())
				+ SpanSize.dropped(record.getTotalAttributeCount() - record.getAttributes().size());
		if (record.getSpanContext().isValid()) {
			size += TRACE_ID + SPAN_ID;
			size += (record.getSpanContext().getTraceFlags().asByte() != 0) ? FLAGS : 0;
		}
		return SpanSize.message(size);
	}

	private static int value(Value<?> value) {
		return switch (value.getType()) {
			case STRING -> SpanSize.message(Utf8.length(value.asString()));
			case BOOLEAN -> 2;
			case LONG -> 1 + SpanSize.varint((Long) value.getValue());
			case DOUBLE -> FIXED64;
			case BYTES -> SpanSize.message(((ByteBuffer) value.getValue()).remaining());
			case ARRAY -> SpanSize.message(elements((List<?>) value.getValue()));
			case KEY_VALUE_LIST -> SpanSize.message(entries((List<?>) value.getValue()));
			default -> 0;
		};
	}

	private static int elements(List<?> values) {
		return values.stream().mapToInt((each) -> SpanSize.message(element(each))).sum();
	}

	private static int element(@Nullable Object each) {
		return (each instanceof Value<?> value) ? value(value) : 0;
	}

	private static int entries(List<?> entries) {
		int size = 0;
		for (Object each : entries) {
			if (each instanceof KeyValue entry) {
				size += SpanSize.message(SpanSize.string(entry.getKey()) + SpanSize.message(value(entry.getValue())));
			}
		}
		return size;
	}

}
