package io.github.observability.logging.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * {@link LogRecordData} with another body and other attributes.
 *
 * @param original the record
 * @param body the body
 * @param attributes the attributes
 */
record MaskedLogRecord(LogRecordData original, @Nullable Value<?> body,
		Attributes attributes) implements LogRecordData {

	@Override
	public Resource getResource() {
		return this.original.getResource();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.original.getInstrumentationScopeInfo();
	}

	@Override
	public long getTimestampEpochNanos() {
		return this.original.getTimestampEpochNanos();
	}

	@Override
	public long getObservedTimestampEpochNanos() {
		return this.original.getObservedTimestampEpochNanos();
	}

	@Override
	public SpanContext getSpanContext() {
		return this.original.getSpanContext();
	}

	@Override
	public Severity getSeverity() {
		return this.original.getSeverity();
	}

	@Override
	public @Nullable String getSeverityText() {
		return this.original.getSeverityText();
	}

	@Override
	@Deprecated
	public io.opentelemetry.sdk.logs.data.Body getBody() {
		return (this.body != null) ? io.opentelemetry.sdk.logs.data.Body.string(this.body.asString())
				: io.opentelemetry.sdk.logs.data.Body.empty();
	}

	@Override
	public @Nullable Value<?> getBodyValue() {
		return this.body;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.original.getTotalAttributeCount();
	}

	@Override
	public @Nullable String getEventName() {
		return this.original.getEventName();
	}

}
