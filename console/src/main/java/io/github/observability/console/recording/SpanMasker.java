package io.github.observability.console.recording;

import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Has spans pass the filters that they pass before export, masking among them, and marks
 * the same spans as errors.
 */
public final class SpanMasker implements UnaryOperator<SpanData> {

	private final ObjectProvider<SpanFilter> provider;

	private final UnaryOperator<SpanData> errors;

	private @Nullable List<SpanFilter> filters;

	public SpanMasker(ObjectProvider<SpanFilter> provider, UnaryOperator<SpanData> errors) {
		this.provider = provider;
		this.errors = errors;
	}

	@Override
	public SpanData apply(SpanData data) {
		List<SpanFilter> current = this.filters;
		if (current == null) {
			current = this.provider.orderedStream().toList();
			this.filters = current;
		}
		FinishedSpan span = OtelFinishedSpan.fromOtel(this.errors.apply(data));
		for (SpanFilter filter : current) {
			span = filter.map(span);
		}
		return OtelFinishedSpan.toOtel(span);
	}

}
