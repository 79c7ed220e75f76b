package io.github.observability.logging;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.observability.logging.access.AttributeSource;
import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.masking.RepeatedSecrets;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

import org.springframework.util.ClassUtils;

/**
 * Reads the attributes of an event, which callers add under keys of their own: the MDC,
 * key-value pairs, structured arguments and markers.
 */
final class EventAttributes {

	private static final String TRACE_FLAGS = "trace_flags";

	private static final int MAX_ELEMENTS = 100;

	private static final int MAX_NESTING = 4;

	/** More digits than any store keeps, fewer than parsers refuse. */
	private static final int MAX_NUMBER_BITS = 256;

	private static final int MAX_NUMBER_SCALE = 300;

	private final FieldRegistry registry;

	private final Masking masking;

	private final LineCounts counts;

	EventAttributes(FieldRegistry registry, Masking masking, LineCounts counts) {
		this.registry = registry;
		this.masking = masking;
		this.counts = counts;
	}

	void read(ILoggingEvent event, LogLine line) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		if (!mdc.isEmpty()) {
			for (Map.Entry<String, String> entry : mdc.entrySet()) {
				addMdcAttribute(line, entry.getKey(), entry.getValue());
			}
			readSampled(mdc, line);
		}
		readPairs(event, line);
		Object[] arguments = event.getArgumentArray();
		if (arguments != null) {
			for (Object argument : arguments) {
				if (argument != null && StructuredArgumentReader.isArgument(argument)) {
					readStructured(line, "argument", argument);
				}
			}
		}
		List<Marker> markers = event.getMarkerList();
		if (markers != null) {
			markers.forEach((marker) -> readMarker(line, marker));
		}
	}

	private void readPairs(ILoggingEvent event, LogLine line) {
		if (event instanceof AttributeSource source) {
			source.forEachAttribute((key, value) -> addAttribute(line, key, value));
			return;
		}
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (KeyValuePair pair : pairs) {
				addAttribute(line, String.valueOf(pair.key), pair.value);
			}
		}
	}

	private void addMdcAttribute(LogLine line, @Nullable String key, @Nullable String value) {
		if (key != null && value != null) {
			addTyped(line, key, value, FieldType.KEYWORD);
		}
	}

	private void readSampled(Map<String, String> mdc, LogLine line) {
		Field field = this.registry.of(StandardField.TRACE_SAMPLED);
		Object traceId = (field != null) ? line.value(this.registry.of(StandardField.TRACE_ID)) : null;
		if (traceId != null) {
			String flags = mdc.get(TRACE_FLAGS);
			line.add(field, (flags != null) ? (Boolean) flags.endsWith("1") : CurrentTrace.isSampled(traceId));
		}
	}

	private void readMarker(LogLine line, Marker first) {
		for (Marker marker : StructuredArgumentReader.withReferences(first)) {
			if (StructuredArgumentReader.isMarker(marker)) {
				readStructured(line, marker.getName(), marker);
			}
		}
	}

	private void readStructured(LogLine line, String name, Object structured) {
		try {
			StructuredArgumentReader.read(structured, (key, value) -> addStructured(line, key, value));
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			addAttribute(line, name, unreadable(ex));
		}
	}

	private void addStructured(LogLine line, String key, Object value) {
		Object read;
		try {
			read = StructuredArgumentReader.tree(value);
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			read = (value instanceof RawValue raw) ? raw.rawValue() : value;
		}
		addAttribute(line, key, read);
	}

	private void addAttribute(LogLine line, String key, @Nullable Object value) {
		if (value == null) {
			return;
		}
		try {
			addValue(line, key, value, 0);
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			addValue(line, key, unreadable(ex), 0);
		}
	}

	private String unreadable(Throwable failure) {
		this.counts.replaced();
		return "[not readable: " + failure.getClass().getName() + "]";
	}

	private void addValue(LogLine line, String key, Object value, int depth) {
		if (line.isFull()) {
			line.truncated();
			return;
		}
		if (value instanceof JsonNode node) {
			addNode(line, key, node, depth);
			return;
		}
		if (value instanceof Map<?, ?> map && !map.isEmpty() && depth < MAX_NESTING) {
			int count = 0;
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				if (count++ == MAX_ELEMENTS) {
					line.truncated();
					return;
				}
				if (entry.getValue() != null) {
					addValue(line, key + "." + entry.getKey(), entry.getValue(), depth + 1);
				}
			}
			return;
		}
		addTyped(line, key, value, FieldType.of(value));
	}

	/** Adds a value to the field of its key, or to the one that its own type decides. */
	private void addTyped(LogLine line, String key, Object value, FieldType own) {
		AttributeFields fields = this.registry.ofKey(key);
		if (fields == AttributeFields.EXCLUDED) {
			return;
		}
		boolean secret = (fields != null) ? fields.isSecret() : this.masking.isSecret(key);
		if (secret) {
			remember(line, value, own);
			addString(line, key, fields, this.masking.secret());
			return;
		}
		if (fields == null || !isWritable(key, value)) {
			addString(line, key, fields, clean(key, text(value, own, line), line));
			return;
		}
		FieldType type = fields.type();
		Object written = (type != own) ? FieldValues.as(type, value, own, fields.isDeclared()) : null;
		if (written == null) {
			type = own;
			written = value;
		}
		if (type == FieldType.LIST) {
			written = strings(written, line);
		}
		else if (type.isString()) {
			written = clean(key, text(written, own, line), line);
		}
		else if (type == FieldType.DOUBLE) {
			written = FieldValues.withFraction((Number) written);
		}
		line.add(this.registry, key, this.registry.field(fields, type), written);
	}

	private void remember(LogLine line, Object value, FieldType own) {
		RepeatedSecrets.remember(text(value, own, line), line.secrets());
	}

	private String text(Object value, FieldType own, LogLine line) {
		return (own == FieldType.LIST) ? strings(value, line).toString() : String.valueOf(value);
	}

	/** Adds a string, which has the field of the key unless that is of another type. */
	private void addString(LogLine line, String key, @Nullable AttributeFields fields, String value) {
		Field field = this.registry.overflow();
		if (fields != null) {
			FieldType type = (fields.type() == FieldType.TEXT) ? FieldType.TEXT : FieldType.KEYWORD;
			field = this.registry.field(fields, type);
		}
		line.add(this.registry, key, field, value);
	}

	private boolean isWritable(String key, Object value) {
		if (value instanceof Double number) {
			return Double.isFinite(number);
		}
		if (value instanceof Float number) {
			return Float.isFinite(number);
		}
		if (value instanceof BigDecimal number) {
			return Math.abs((long) number.scale()) <= MAX_NUMBER_SCALE
					&& number.unscaledValue().bitLength() <= MAX_NUMBER_BITS && !this.masking.isCard(key, value);
		}
		if (value instanceof BigInteger number) {
			return number.bitLength() <= MAX_NUMBER_BITS && !this.masking.isCard(key, value);
		}
		return !this.masking.isCard(key, value);
	}

	private void addNode(LogLine line, String key, JsonNode node, int depth) {
		if (node.isNull() || node.isMissingNode()) {
			return;
		}
		if (node.isObject() && !node.isEmpty() && depth < MAX_NESTING) {
			int count = 0;
			for (Map.Entry<String, JsonNode> entry : node.properties()) {
				if (count++ == MAX_ELEMENTS) {
					line.truncated();
					return;
				}
				addNode(line, key + "." + entry.getKey(), entry.getValue(), depth + 1);
			}
			return;
		}
		addValue(line, key, plain(node), depth);
	}

	private static Object plain(JsonNode node) {
		if (node.isNumber()) {
			return node.numberValue();
		}
		if (node.isBoolean()) {
			return node.booleanValue();
		}
		if (node.isArray()) {
			List<String> elements = new ArrayList<>();
			for (JsonNode element : node) {
				elements.add(element.isValueNode() ? element.asString() : element.toString());
			}
			return elements;
		}
		return node.isString() ? node.stringValue() : node.toString();
	}

	private List<String> strings(Object value, LogLine line) {
		List<String> strings = new ArrayList<>();
		if (value instanceof Collection<?> collection) {
			for (Object element : collection) {
				if (strings.size() == MAX_ELEMENTS) {
					line.truncated();
					break;
				}
				strings.add(clean(String.valueOf(element), line));
			}
			return strings;
		}
		int length = Array.getLength(value);
		for (int i = 0; i < Math.min(length, MAX_ELEMENTS); i++) {
			strings.add(clean(String.valueOf(Array.get(value, i)), line));
		}
		if (length > MAX_ELEMENTS) {
			line.truncated();
		}
		return strings;
	}

	private String clean(String key, String value, LogLine line) {
		if (this.masking.isTooLong(value)) {
			line.truncated();
		}
		return this.masking.cleanValue(key, value);
	}

	/** Masks a text, and flags the line if the text is cut. */
	String clean(String text, LogLine line) {
		if (this.masking.isTooLong(text)) {
			line.truncated();
		}
		return this.masking.clean(text);
	}

	/**
	 * What the tracer knows of the trace that a line belongs to, where OpenTelemetry is
	 * there and the line is written on the thread that logs.
	 */
	private static final class CurrentTrace {

		private static final boolean PRESENT = ClassUtils.isPresent("io.opentelemetry.api.trace.Span",
				CurrentTrace.class.getClassLoader());

		private CurrentTrace() {
		}

		/**
		 * Whether a trace is sampled.
		 * @param traceId id of the trace
		 * @return whether it is, {@code null} if it is not the current one
		 */
		static @Nullable Boolean isSampled(Object traceId) {
			return PRESENT ? OpenTelemetry.isSampled(traceId) : null;
		}

		/** Loaded only where OpenTelemetry is there. */
		private static final class OpenTelemetry {

			static @Nullable Boolean isSampled(Object traceId) {
				SpanContext context = Span.current().getSpanContext();
				return context.getTraceId().equals(traceId) ? context.isSampled() : null;
			}

		}

	}

}
