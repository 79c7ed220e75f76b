package io.github.observability.logging;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

/**
 * Reads what callers add to an event under keys of their own: the MDC, key-values,
 * structured arguments and markers. A value that does not have the type of its field goes
 * to the twin of the field.
 */
final class LogEntries {

	private static final String TRACE_FLAGS = "trace_flags";

	private static final int MAX_MARKERS = 50;

	private static final int MAX_ELEMENTS = 100;

	private static final int MAX_NESTING = 4;

	/** More digits than any store keeps, fewer than parsers refuse. */
	private static final int MAX_NUMBER_BITS = 256;

	private static final int MAX_NUMBER_SCALE = 300;

	/** Shorter values are words of any message. */
	private static final int MIN_SECRET = 4;

	/** What each text of a line is searched for. */
	private static final int MAX_SECRETS = 32;

	private final FieldRegistry registry;

	private final Masking masking;

	private final LineCounts counts;

	LogEntries(FieldRegistry registry, Masking masking, LineCounts counts) {
		this.registry = registry;
		this.masking = masking;
		this.counts = counts;
	}

	void read(ILoggingEvent event, LogFields fields) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		if (!mdc.isEmpty()) {
			for (Map.Entry<String, String> entry : mdc.entrySet()) {
				addMdcEntry(fields, entry.getKey(), entry.getValue());
			}
			readSampled(mdc, fields);
		}
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (KeyValuePair pair : pairs) {
				addEntry(fields, String.valueOf(pair.key), pair.value);
			}
		}
		Object[] arguments = event.getArgumentArray();
		if (arguments != null) {
			for (Object argument : arguments) {
				if (argument instanceof StructuredArgument structured) {
					readStructured(fields, structured);
				}
			}
		}
		List<Marker> markers = event.getMarkerList();
		if (markers != null) {
			markers.forEach((marker) -> readMarker(fields, marker, 0));
		}
	}

	private void addMdcEntry(LogFields fields, @Nullable String key, @Nullable String value) {
		if (key == null || value == null) {
			return;
		}
		Field field = this.registry.ofKey(key, FieldType.STRING);
		if (field != null) {
			addString(fields, key, field, value);
		}
	}

	private void readSampled(Map<String, String> mdc, LogFields fields) {
		Field field = this.registry.of(LogField.TRACE_SAMPLED);
		Object traceId = (field != null) ? fields.value(this.registry.of(LogField.TRACE_ID)) : null;
		if (traceId != null) {
			String flags = mdc.get(TRACE_FLAGS);
			fields.add(field, (flags != null) ? (Boolean) flags.endsWith("1") : CurrentTrace.isSampled(traceId));
		}
	}

	@SuppressWarnings("deprecation")
	private void readMarker(LogFields fields, Marker marker, int depth) {
		if (marker instanceof LogstashMarker structured) {
			try {
				StructuredArgumentReader.read(structured::writeTo, (key, value) -> addStructured(fields, key, value));
			}
			catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
				addEntry(fields, marker.getName(), unreadable(ex));
			}
		}
		if (depth < MAX_MARKERS && marker.hasReferences()) {
			marker.iterator().forEachRemaining((reference) -> readMarker(fields, reference, depth + 1));
		}
	}

	private void readStructured(LogFields fields, StructuredArgument argument) {
		try {
			StructuredArgumentReader.read(argument::writeTo, (key, value) -> addStructured(fields, key, value));
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			addEntry(fields, "argument", unreadable(ex));
		}
	}

	private void addStructured(LogFields fields, String key, Object value) {
		Object read;
		try {
			read = StructuredArgumentReader.tree(value);
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			read = (value instanceof RawValue raw) ? raw.rawValue() : value;
		}
		addEntry(fields, key, read);
	}

	private void addEntry(LogFields fields, String key, @Nullable Object value) {
		if (value == null) {
			return;
		}
		try {
			addValue(fields, key, value, 0);
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			addValue(fields, key, unreadable(ex), 0);
		}
	}

	private String unreadable(Throwable failure) {
		this.counts.replaced();
		return "[not readable: " + failure.getClass().getName() + "]";
	}

	private void addValue(LogFields fields, String key, Object value, int depth) {
		if (fields.isFull()) {
			fields.truncated();
			return;
		}
		if (value instanceof JsonNode node) {
			addNode(fields, key, node, depth);
			return;
		}
		if (value instanceof Map<?, ?> map && !map.isEmpty() && depth < MAX_NESTING) {
			int count = 0;
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				if (count++ == MAX_ELEMENTS) {
					fields.truncated();
					return;
				}
				if (entry.getValue() != null) {
					addValue(fields, key + "." + entry.getKey(), entry.getValue(), depth + 1);
				}
			}
			return;
		}
		FieldType type = FieldType.of(value);
		Field field = this.registry.ofKey(key, type);
		if (field == null) {
			return;
		}
		if (field.isSecret() || field.type() != type || field == this.registry.overflow() || type == FieldType.STRING
				|| !isWritable(value)) {
			Object text = (type == FieldType.STRINGS) ? strings(value, fields) : value;
			addString(fields, key, field, String.valueOf(text));
		}
		else {
			fields.add(this.registry, key, field, (type == FieldType.STRINGS) ? strings(value, fields) : value);
		}
	}

	private boolean isWritable(Object value) {
		if (value instanceof Double number) {
			return Double.isFinite(number);
		}
		if (value instanceof Float number) {
			return Float.isFinite(number);
		}
		if (value instanceof BigDecimal number) {
			return Math.abs((long) number.scale()) <= MAX_NUMBER_SCALE
					&& number.unscaledValue().bitLength() <= MAX_NUMBER_BITS && !this.masking.isCard(value);
		}
		if (value instanceof BigInteger number) {
			return number.bitLength() <= MAX_NUMBER_BITS && !this.masking.isCard(value);
		}
		return !this.masking.isCard(value);
	}

	private void addNode(LogFields fields, String key, JsonNode node, int depth) {
		if (node.isNull() || node.isMissingNode()) {
			return;
		}
		if (node.isObject() && !node.isEmpty() && depth < MAX_NESTING) {
			int count = 0;
			for (Map.Entry<String, JsonNode> entry : node.properties()) {
				if (count++ == MAX_ELEMENTS) {
					fields.truncated();
					return;
				}
				addNode(fields, key + "." + entry.getKey(), entry.getValue(), depth + 1);
			}
			return;
		}
		addValue(fields, key, plain(node), depth);
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

	private void addString(LogFields fields, String key, Field field, String value) {
		boolean overflow = field == this.registry.overflow();
		boolean secret = field.isSecret() || (overflow && this.masking.isSecret(key));
		if (secret && value.length() >= MIN_SECRET && fields.secrets().size() < MAX_SECRETS) {
			fields.secrets().add(value);
		}
		Field target = (overflow || field.type() == FieldType.STRING) ? field : this.registry.twin(field);
		if (target != null) {
			fields.add(this.registry, key, target, secret ? this.masking.secret() : clean(value, fields));
		}
	}

	private List<String> strings(Object value, LogFields fields) {
		List<String> strings = new ArrayList<>();
		if (value instanceof Collection<?> collection) {
			for (Object element : collection) {
				if (strings.size() == MAX_ELEMENTS) {
					fields.truncated();
					break;
				}
				strings.add(clean(String.valueOf(element), fields));
			}
			return strings;
		}
		int length = Array.getLength(value);
		for (int i = 0; i < Math.min(length, MAX_ELEMENTS); i++) {
			strings.add(clean(String.valueOf(Array.get(value, i)), fields));
		}
		if (length > MAX_ELEMENTS) {
			fields.truncated();
		}
		return strings;
	}

	/** Make a text fit for a line, which is flagged if that cuts it. */
	String clean(String text, LogFields fields) {
		if (this.masking.isTooLong(text)) {
			fields.truncated();
		}
		return this.masking.clean(text);
	}

}
