package io.github.observability.tracing.export;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * {@link SpanFilter} that replaces the data of OpenTelemetry's spans. Other spans pass.
 */
public abstract class SpanDataFilter implements SpanFilter {

	@Override
	public final FinishedSpan map(FinishedSpan span) {
		if (!(span instanceof OtelFinishedSpan)) {
			return span;
		}
		SpanData data = OtelFinishedSpan.toOtel(span);
		SpanData replaced = apply(data);
		return (replaced != data) ? OtelFinishedSpan.fromOtel(replaced) : span;
	}

	/**
	 * Return what is exported of a span.
	 * @param data the data of the span
	 * @return the same instance if nothing is replaced
	 */
	protected abstract SpanData apply(SpanData data);

}
