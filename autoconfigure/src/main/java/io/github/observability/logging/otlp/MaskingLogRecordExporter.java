package io.github.observability.logging.otlp;

import java.util.Collection;
import java.util.List;

import io.github.observability.logging.masking.Masking;
import io.github.observability.tracing.export.AttributeRewriting;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.jspecify.annotations.Nullable;

/**
 * {@link LogRecordExporter} that masks secrets in records, as in log lines, on the thread
 * that exports.
 */
final class MaskingLogRecordExporter implements LogRecordExporter {

	private final LogRecordExporter delegate;

	private final Masking masking;

	MaskingLogRecordExporter(LogRecordExporter delegate, Masking masking) {
		this.delegate = delegate;
		this.masking = masking;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> records) {
		return this.delegate.export(records.stream().map(this::masked).toList());
	}

	private LogRecordData masked(LogRecordData record) {
		Value<?> body = record.getBodyValue();
		Value<?> maskedBody = masked(body);
		Attributes maskedAttributes = new Pass(record.getAttributes()).rewrite();
		if (maskedBody == body && maskedAttributes == record.getAttributes()) {
			return record;
		}
		return new MaskedLogRecord(record, maskedBody, maskedAttributes);
	}

	private @Nullable Value<?> masked(@Nullable Value<?> body) {
		if (body == null || body.getType() != ValueType.STRING) {
			return body;
		}
		String text = body.asString();
		String clean = this.masking.clean(text);
		return clean.equals(text) ? body : Value.of(clean);
	}

	private boolean isSecret(AttributeKey<?> key) {
		return this.masking.isSecret(key.getKey());
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

	/** Masks texts and lists of texts, and values of any type whose key is a secret's. */
	private final class Pass extends AttributeRewriting {

		Pass(Attributes attributes) {
			super(attributes);
		}

		@Override
		public void accept(AttributeKey<?> key, Object value) {
			Masking masking = MaskingLogRecordExporter.this.masking;
			boolean secret = isSecret(key);
			if (value instanceof String text) {
				String clean = secret ? masking.secret() : masking.cleanValue(key.getKey(), text);
				if (!clean.equals(text)) {
					put(key.getKey(), clean);
				}
			}
			else if (key.getType() == AttributeType.STRING_ARRAY && value instanceof List<?> list) {
				String[] clean = list.stream()
					.map((element) -> secret ? masking.secret() : masking.clean(String.valueOf(element)))
					.toArray(String[]::new);
				if (!list.equals(List.of(clean))) {
					put(key.getKey(), clean);
				}
			}
			else if (secret) {
				replace(key, masking.secret());
			}
		}

	}

}
