package io.github.observability.tracing.analysis;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads spans from OTLP's JSON encoding, as the Collector's file exporter and Tempo's API
 * write it.
 */
public final class OtlpJsonSpans {

	private static final JsonMapper mapper = new JsonMapper();

	private static final long REMOTE_PARENT = 0x200;

	private static final int HEX_SPAN_ID = 16;

	private OtlpJsonSpans() {
	}

	/**
	 * Read the spans of a document.
	 * @param json the JSON
	 * @return the spans; those without ids are left out
	 * @throws IllegalArgumentException if it is not JSON
	 */
	public static List<TraceSpan> read(String json) {
		try {
			return read(mapper.readTree(json));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The trace is not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Read the spans of a document.
	 * @param json the JSON
	 * @return the spans; those without ids are left out
	 * @throws IllegalArgumentException if it is not JSON
	 */
	public static List<TraceSpan> read(InputStream json) {
		try {
			return read(mapper.readTree(json));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The trace is not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private static List<TraceSpan> read(JsonNode document) {
		List<TraceSpan> spans = new ArrayList<>();
		JsonNode trace = document.has("trace") ? document.path("trace") : document;
		for (JsonNode resource : first(trace, "resourceSpans", "batches")) {
			Object service = attributes(resource.path("resource").path("attributes")).get("service.name");
			for (JsonNode scope : first(resource, "scopeSpans", "instrumentationLibrarySpans")) {
				for (JsonNode span : scope.path("spans")) {
					TraceSpan read = span(span, (service != null) ? service.toString() : "");
					if (read != null) {
						spans.add(read);
					}
				}
			}
		}
		return spans;
	}

	private static JsonNode first(JsonNode parent, String name, String formerName) {
		return parent.has(name) ? parent.path(name) : parent.path(formerName);
	}

	private static @Nullable TraceSpan span(JsonNode span, String service) {
		String traceId = id(span.path("traceId"));
		String spanId = id(span.path("spanId"));
		if (traceId.isEmpty() || spanId.isEmpty()) {
			return null;
		}
		return new TraceSpan(traceId, spanId, id(span.path("parentSpanId")),
				(span.path("flags").asLong(0) & REMOTE_PARENT) != 0, service, span.path("name").asString(""),
				kind(span.path("kind")), nanos(span.path("startTimeUnixNano")), nanos(span.path("endTimeUnixNano")),
				isError(span.path("status").path("code")), attributes(span.path("attributes")));
	}

	/**
	 * OTLP writes ids as hex, other encoders of the protocol as Base64.
	 */
	private static String id(JsonNode node) {
		String text = node.asString("");
		if (text.length() % HEX_SPAN_ID == 0) {
			return text.toLowerCase(Locale.ROOT);
		}
		try {
			return HexFormat.of().formatHex(Base64.getDecoder().decode(text));
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	private static TraceSpan.Kind kind(JsonNode node) {
		return switch (node.asString("")) {
			case "2", "SPAN_KIND_SERVER" -> TraceSpan.Kind.SERVER;
			case "3", "SPAN_KIND_CLIENT" -> TraceSpan.Kind.CLIENT;
			case "4", "SPAN_KIND_PRODUCER" -> TraceSpan.Kind.PRODUCER;
			case "5", "SPAN_KIND_CONSUMER" -> TraceSpan.Kind.CONSUMER;
			default -> TraceSpan.Kind.INTERNAL;
		};
	}

	private static boolean isError(JsonNode code) {
		String text = code.asString("");
		return text.equals("2") || text.equals("STATUS_CODE_ERROR");
	}

	/**
	 * Times are unsigned; one past the range of a long is faulty and as late as can be.
	 */
	private static long nanos(JsonNode node) {
		try {
			long value = Long.parseUnsignedLong(node.asString("0"));
			return (value < 0) ? Long.MAX_VALUE : value;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static Map<String, Object> attributes(JsonNode list) {
		Map<String, Object> attributes = new LinkedHashMap<>();
		for (JsonNode attribute : list) {
			attributes.put(attribute.path("key").asString(""), value(attribute.path("value")));
		}
		return attributes;
	}

	private static Object value(JsonNode value) {
		if (value.has("intValue")) {
			return value.path("intValue").asLong(0);
		}
		if (value.has("doubleValue")) {
			return value.path("doubleValue").asDouble(0);
		}
		if (value.has("boolValue")) {
			return value.path("boolValue").asBoolean(false);
		}
		if (value.has("arrayValue")) {
			List<Object> values = new ArrayList<>();
			value.path("arrayValue").path("values").forEach((element) -> values.add(value(element)));
			return List.copyOf(values);
		}
		return value.has("stringValue") ? value.path("stringValue").asString("") : value.toString();
	}

}
