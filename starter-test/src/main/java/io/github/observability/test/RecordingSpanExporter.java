package io.github.observability.test;

import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Takes spans as they would be exported: filtered, masked and renamed.
 */
final class RecordingSpanExporter implements SpanExporter {

	private final RecordedSpans spans;

	RecordingSpanExporter(RecordedSpans spans) {
		this.spans = spans;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.spans.exported(spans);
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

}
