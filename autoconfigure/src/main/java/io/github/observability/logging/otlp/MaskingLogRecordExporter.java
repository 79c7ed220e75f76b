package io.github.observability.logging.otlp;

import java.util.Collection;
import java.util.List;

import io.github.observability.logging.masking.Masking;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
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
		Attributes maskedAttributes = masked(record.getAttributes());
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

	private Attributes masked(Attributes attributes) {
		AttributesBuilder changes = Attributes.builder();
		attributes.forEach((key, value) -> {
			if (value instanceof String text) {
				String clean = isSecret(key) ? this.masking.secret() : this.masking.cleanValue(key.getKey(), text);
				if (!clean.equals(text)) {
					changes.put(key.getKey(), clean);
				}
			}
			else if (key.getType() == AttributeType.STRING_ARRAY && value instanceof List<?> list) {
				String[] clean = list.stream()
					.map((element) -> isSecret(key) ? this.masking.secret()
							: this.masking.clean(String.valueOf(element)))
					.toArray(String[]::new);
				changes.put(key.getKey(), clean);
			}
			else if (isSecret(key)) {
				changes.put(key.getKey(), this.masking.secret());
			}
		});
		Attributes built = changes.build();
		if (built.isEmpty()) {
			return attributes;
		}
		AttributesBuilder masked = attributes.toBuilder();
		// An attribute of another type would stay beside the mask of the same name.
		masked
			.removeIf((key) -> built.asMap().keySet().stream().anyMatch((each) -> each.getKey().equals(key.getKey())));
		return masked.putAll(built).build();
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

}
