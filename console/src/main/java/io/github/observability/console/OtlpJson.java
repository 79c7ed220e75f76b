package io.github.observability.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.console.recording.RecordedSpan;

/**
 * A trace in the JSON encoding of OTLP, which Jaeger, Tempo and others import. Ids are in
 * hexadecimal and 64-bit numbers are texts there.
 */
final class OtlpJson {

	private static final List<String> KINDS = List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER",
			"CONSUMER");

	private OtlpJson() {
	}

	static Map<String, Object> of(String service, List<RecordedSpan> spans) {
		Map<String, Object> scopeSpans = Map.of("scope", Map.of("name", "observability-console"), "spans",
				spans.stream().map(OtlpJson::span).toList());
		Map<String, Object> resource = Map.of("attributes", List.of(attribute("service.name", service)));
		return Map.of("resourceSpans", List.of(Map.of("resource", resource, "scopeSpans", List.of(scopeSpans))));
	}

	private static Map<String, Object> span(RecordedSpan span) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("traceId", span.traceId());
		json.put("spanId", span.spanId());
		if (span.parentId() != null) {
			json.put("parentSpanId", span.parentId());
		}
		json.put("name", span.name());
		json.put("kind", KINDS.indexOf(span.kind()));
		json.put("startTimeUnixNano", Long.toString(span.startNanos()));
		json.put("endTimeUnixNano", Long.toString(span.endNanos()));
		json.put("attributes", attributes(span.attributes()));
		List<Map<String, Object>> events = new ArrayList<>();
		for (RecordedSpan.Event event : span.events()) {
			events.add(Map.of("timeUnixNano", Long.toString(event.nanos()), "name", event.name(), "attributes",
					attributes(event.attributes())));
		}
		json.put("events", events);
		json.put("links",
				span.links()
					.stream()
					.map((link) -> Map.of("traceId", link.traceId(), "spanId", link.spanId()))
					.toList());
		json.put("status", span.error() ? Map.of("code", 2, "message", span.statusText()) : Map.of());
		return json;
	}

	private static List<Map<String, Object>> attributes(Map<String, Object> attributes) {
		return attributes.entrySet().stream().map((entry) -> attribute(entry.getKey(), entry.getValue())).toList();
	}

	private static Map<String, Object> attribute(String key, Object value) {
		return Map.of("key", key, "value", value(value));
	}

	private static Map<String, Object> value(Object value) {
		if (value instanceof Boolean) {
			return Map.of("boolValue", value);
		}
		if (value instanceof Double || value instanceof Float) {
			return Map.of("doubleValue", value);
		}
		if (value instanceof Number) {
			return Map.of("intValue", value.toString());
		}
		return Map.of("stringValue", value.toString());
	}

}
