package io.github.observability.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Computes the bytes of spans in OTLP's protocol buffers, before compression. The sizes
 * follow from the field numbers and types of {@code opentelemetry/proto/trace/v1} and the
 * encoding of protocol buffers, so that nothing is serialized twice.
 */
final class SpanSize {

	/** Key of one byte and a value of eight. */
	private static final int FIXED64 = 9;

	private static final int TRACE_ID = 18;

	private static final int SPAN_ID = 10;

	/** Trace id, span id, kind, two times. */
	private static final int SPAN = TRACE_ID + SPAN_ID + 2 + 2 * FIXED64;

	/** Key of two bytes and a value of four. */
	private static final int SPAN_FLAGS = 6;

	private static final int LINK_FLAGS = 5;

	private SpanSize() {
	}

	/**
	 * Return the bytes of a span, with its key and length.
	 * @param span the span
	 * @return the bytes
	 */
	static int of(SpanData span) {
		int size = SPAN + SPAN_FLAGS + string(span.getName()) + traceState(span.getSpanContext().getTraceState());
		if (span.getParentSpanContext().isValid()) {
			size += SPAN_ID;
		}
		size += attributes(span.getAttributes()) + dropped(span.getTotalAttributeCount() - span.getAttributes().size());
		for (EventData event : span.getEvents()) {
			size += message(FIXED64 + string(event.getName()) + attributes(event.getAttributes())
					+ dropped(event.getTotalAttributeCount() - event.getAttributes().size()));
		}
		size += dropped(span.getTotalRecordedEvents() - span.getEvents().size());
		for (LinkData link : span.getLinks()) {
			size += message(TRACE_ID + SPAN_ID + LINK_FLAGS + traceState(link.getSpanContext().getTraceState())
					+ attributes(link.getAttributes())
					+ dropped(link.getTotalAttributeCount() - link.getAttributes().size()));
		}
		size += dropped(span.getTotalRecordedLinks() - span.getLinks().size());
		int status = (span.getStatus().getStatusCode() == StatusCode.UNSET) ? 0 : 2;
		return message(size + message(status + string(span.getStatus().getDescription())));
	}

	/**
	 * Return the bytes around the spans of a request: resources and scopes.
	 * @param sizes the spans and the bytes of each
	 * @return the bytes, without those of the spans
	 */
	static int envelope(Map<SpanData, Integer> sizes) {
		return envelope(sizes, SpanData::getResource, SpanData::getInstrumentationScopeInfo);
	}

	/**
	 * Return the bytes around the records of a request, which OTLP groups in the same way
	 * for each signal.
	 * @param sizes the records and the bytes of each
	 * @param resources returns the resource of a record
	 * @param scopes returns the scope of a record
	 * @return the bytes, without those of the records
	 */
	static <T> int envelope(Map<T, Integer> sizes, Function<T, Resource> resources,
			Function<T, InstrumentationScopeInfo> scopes) {
		Map<Resource, Map<InstrumentationScopeInfo, Integer>> groups = new HashMap<>();
		sizes.forEach((each, size) -> groups.computeIfAbsent(resources.apply(each), (key) -> new HashMap<>())
			.merge(scopes.apply(each), size, Integer::sum));
		int all = 0;
		for (Map.Entry<Resource, Map<InstrumentationScopeInfo, Integer>> group : groups.entrySet()) {
			Resource resource = group.getKey();
			int content = message(attributes(resource.getAttributes())) + string(resource.getSchemaUrl());
			for (Map.Entry<InstrumentationScopeInfo, Integer> scoped : group.getValue().entrySet()) {
				InstrumentationScopeInfo scope = scoped.getKey();
				content += message(message(
						string(scope.getName()) + string(scope.getVersion()) + attributes(scope.getAttributes()))
						+ string(scope.getSchemaUrl()) + scoped.getValue());
			}
			all += message(content);
		}
		return all - sizes.values().stream().mapToInt(Integer::intValue).sum();
	}

	private static int traceState(TraceState state) {
		if (state.isEmpty()) {
			return 0;
		}
		int length = -1;
		for (Map.Entry<String, String> entry : state.asMap().entrySet()) {
			length += entry.getKey().length() + entry.getValue().length() + 2;
		}
		return message(length);
	}

	static int attributes(Attributes attributes) {
		int[] size = new int[1];
		attributes.forEach((key, value) -> size[0] += message(string(key.getKey()) + message(value(key, value))));
		return size[0];
	}

	private static int value(AttributeKey<?> key, Object value) {
		return switch (key.getType()) {
			// A value of its own may be empty and is written nevertheless.
			case STRING -> message(Utf8.length(value.toString()));
			case BOOLEAN -> 2;
			case LONG -> 1 + varint((Long) value);
			case DOUBLE -> FIXED64;
			case STRING_ARRAY, BOOLEAN_ARRAY, LONG_ARRAY, DOUBLE_ARRAY -> message(elements((List<?>) value));
			default -> message(Utf8.length(value.toString()));
		};
	}

	private static int elements(List<?> values) {
		int size = 0;
		for (Object value : values) {
			if (value instanceof Boolean) {
				size += message(2);
			}
			else if (value instanceof Long number) {
				size += message(1 + varint(number));
			}
			else {
				size += message((value instanceof Double) ? FIXED64 : message(Utf8.length(value.toString())));
			}
		}
		return size;
	}

	static int dropped(int count) {
		return (count > 0) ? 1 + varint(count) : 0;
	}

	static int string(@Nullable String text) {
		return (text == null || text.isEmpty()) ? 0 : message(Utf8.length(text));
	}

	/** Key and length before the content; all field numbers here are below 16. */
	static int message(int content) {
		return 1 + varint(content) + content;
	}

	static int varint(long value) {
		return (value == 0) ? 1 : (63 - Long.numberOfLeadingZeros(value)) / 7 + 1;
	}

}
