package io.github.observability.logging.otlp;

import java.util.Collection;

import io.github.observability.logging.masking.AttributeMasking;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * {@link LogRecordExporter} that masks secrets in records, as in log lines, on the thread
 * that exports.
 */
final class MaskingLogRecordExporter implements LogRecordExporter {

	private final LogRecordExporter delegate;

	private final AttributeMasking masking;

	MaskingLogRecordExporter(LogRecordExporter delegate, AttributeMasking masking) {
		this.delegate = delegate;
		this.masking = masking;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> records) {
		return this.delegate.export(records.stream().map(this::masked).toList());
	}

	private LogRecordData masked(LogRecordData record) {
		AttributeMasking masking = this.masking.withSecretsOf(record.getAttributes());
		Value<?> body = record.getBodyValue();
		Value<?> maskedBody = (body != null) ? masking.masked(body) : null;
		Attributes maskedAttributes = masking.masked(record.getAttributes());
		if (maskedBody == body && maskedAttributes == record.getAttributes()) {
			return record;
		}
		return new MaskedLogRecord(record, maskedBody, maskedAttributes);
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

}
