package io.github.observability.testing;

import java.util.Collection;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Hands each span that is exported to a test.
 *
 * @param consumer takes the spans
 */
public record ForwardingSpanExporter(Consumer<SpanData> consumer) implements SpanExporter {

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		spans.forEach(this.consumer);
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
