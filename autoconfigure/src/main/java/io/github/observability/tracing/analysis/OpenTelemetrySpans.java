package io.github.observability.tracing.analysis;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Reads the spans of OpenTelemetry's SDK.
 */
public final class OpenTelemetrySpans {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private OpenTelemetrySpans() {
	}

	/**
	 * Read spans.
	 * @param spans the finished spans
	 * @return the spans in the same order
	 */
	public static List<TraceSpan> of(Collection<? extends SpanData> spans) {
		return spans.stream().map(OpenTelemetrySpans::of).toList();
	}

	/**
	 * Read a span.
	 * @param span the finished span
	 * @return the span
	 */
	public static TraceSpan of(SpanData span) {
		String service = span.getResource().getAttribute(SERVICE_NAME);
		return new TraceSpan(span.getTraceId(), span.getSpanId(), span.getParentSpanId(),
				span.getParentSpanContext().isRemote(), (service != null) ? service : "", span.getName(),
				kind(span.getKind()), span.getStartEpochNanos(), span.getEndEpochNanos(),
				span.getStatus().getStatusCode() == StatusCode.ERROR, attributes(span.getAttributes()));
	}

	private static Map<String, Object> attributes(Attributes attributes) {
		Map<String, Object> read = new LinkedHashMap<>();
		attributes.forEach((key, value) -> read.put(key.getKey(), value));
		return read;
	}

	private static TraceSpan.Kind kind(SpanKind kind) {
		return TraceSpan.Kind.valueOf(kind.name());
	}

}
