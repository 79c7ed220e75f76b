package io.github.observability.sample.support;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/** Turns an export request into spans. */
final class OtlpDecoder {

	private static final int TRACE_ID_LENGTH = 16;

	private static final int SPAN_ID_LENGTH = 8;

	private OtlpDecoder() {
	}

	static List<ReceivedSpan> decode(InputStream body) throws IOException {
		List<ReceivedSpan> spans = new ArrayList<>();
		for (ResourceSpans resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
			Map<String, String> resourceAttributes = attributes(resource.getResource().getAttributesList());
			for (ScopeSpans scope : resource.getScopeSpansList()) {
				for (Span span : scope.getSpansList()) {
					spans.add(decode(span, resourceAttributes));
				}
			}
		}
		return spans;
	}

	private static ReceivedSpan decode(Span span, Map<String, String> resourceAttributes) throws IOException {
		String parent = span.getParentSpanId().isEmpty() ? "" : id(span.getParentSpanId(), SPAN_ID_LENGTH);
		List<String> linkedTraceIds = new ArrayList<>();
		for (Span.Link link : span.getLinksList()) {
			linkedTraceIds.add(id(link.getTraceId(), TRACE_ID_LENGTH));
		}
		return new ReceivedSpan(id(span.getTraceId(), TRACE_ID_LENGTH), id(span.getSpanId(), SPAN_ID_LENGTH), parent,
				span.getName(), kind(span.getKind()), span.getStartTimeUnixNano(), span.getEndTimeUnixNano(),
				status(span), attributes(span.getAttributesList()), resourceAttributes, linkedTraceIds,
				span.getFlags());
	}

	private static String id(ByteString bytes, int length) throws IOException {
		if (bytes.size() != length) {
			throw new IOException("Id of %d bytes instead of %d".formatted(bytes.size(), length));
		}
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

	private static ReceivedSpan.Kind kind(Span.SpanKind kind) {
		return switch (kind) {
			case SPAN_KIND_INTERNAL -> ReceivedSpan.Kind.INTERNAL;
			case SPAN_KIND_SERVER -> ReceivedSpan.Kind.SERVER;
			case SPAN_KIND_CLIENT -> ReceivedSpan.Kind.CLIENT;
			case SPAN_KIND_PRODUCER -> ReceivedSpan.Kind.PRODUCER;
			case SPAN_KIND_CONSUMER -> ReceivedSpan.Kind.CONSUMER;
			default -> ReceivedSpan.Kind.UNSPECIFIED;
		};
	}

	private static ReceivedSpan.Status status(Span span) {
		return switch (span.getStatus().getCode()) {
			case STATUS_CODE_OK -> ReceivedSpan.Status.OK;
			case STATUS_CODE_ERROR -> ReceivedSpan.Status.ERROR;
			default -> ReceivedSpan.Status.UNSET;
		};
	}

	private static Map<String, String> attributes(List<KeyValue> attributes) {
		Map<String, String> result = new LinkedHashMap<>();
		attributes.forEach((attribute) -> result.put(attribute.getKey(), text(attribute.getValue())));
		return result;
	}

	private static String text(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case BOOL_VALUE -> String.valueOf(value.getBoolValue());
			case INT_VALUE -> String.valueOf(value.getIntValue());
			case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
			case BYTES_VALUE -> HexFormat.of().formatHex(value.getBytesValue().toByteArray());
			case ARRAY_VALUE -> value.getArrayValue()
				.getValuesList()
				.stream()
				.map(OtlpDecoder::text)
				.collect(Collectors.joining(", ", "[", "]"));
			case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList()).toString();
			default -> "";
		};
	}

}
