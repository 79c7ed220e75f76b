package io.github.observability.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.observability.tracing.analysis.TraceSpan;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A telemetry registry in the format {@code definition/2} of OpenTelemetry Weaver, as far
 * as it is needed here: attributes with their types, metrics, spans, and the fields of
 * log lines as a group of attributes.
 */
final class RegistryFile {

	private static final String FIELDS = "observability.log";

	private final Map<String, String> attributes = new TreeMap<>();

	private final Map<String, Metric> metrics = new TreeMap<>();

	private final Map<String, Span> spans = new TreeMap<>();

	private final Set<String> fields = new TreeSet<>();

	/**
	 * Parse a file. What is unknown is left out: Weaver knows more than this.
	 */
	static RegistryFile parse(String text) {
		Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
		RegistryFile registry = new RegistryFile();
		for (Map<?, ?> attribute : list(document, "attributes")) {
			registry.attributes.put(text(attribute, "key"), text(attribute, "type"));
		}
		for (Map<?, ?> metric : list(document, "metrics")) {
			Map<String, Boolean> references = new TreeMap<>();
			for (Map<?, ?> reference : list(metric, "attributes")) {
				references.put(text(reference, "ref"), text(reference, "requirement_level").equals("required"));
			}
			registry.metrics.put(text(metric, "name"),
					new Metric(text(metric, "instrument"), text(metric, "unit"), text(metric, "brief"), references));
		}
		for (Map<?, ?> span : list(document, "spans")) {
			Set<String> references = new TreeSet<>();
			list(span, "attributes").forEach((reference) -> references.add(text(reference, "ref")));
			registry.spans.put(text(span, "type"), new Span(text(span, "kind"), references));
		}
		for (Map<?, ?> group : list(document, "attribute_groups")) {
			if (text(group, "id").startsWith(FIELDS)) {
				list(group, "attributes").forEach((reference) -> registry.fields.add(text(reference, "ref")));
			}
		}
		return registry;
	}

	private static List<Map<?, ?>> list(@Nullable Object parent, String key) {
		List<Map<?, ?>> entries = new ArrayList<>();
		if (parent instanceof Map<?, ?> map && map.get(key) instanceof List<?> list) {
			for (Object entry : list) {
				if (entry instanceof Map<?, ?> each) {
					entries.add(each);
				}
			}
		}
		return entries;
	}

	private static String text(Map<?, ?> map, String key) {
		Object value = map.get(key);
		return (value != null) ? value.toString() : "";
	}

	void addAll(RegistryFile other) {
		this.attributes.putAll(other.attributes);
		this.metrics.putAll(other.metrics);
		this.spans.putAll(other.spans);
		this.fields.addAll(other.fields);
	}

	boolean isEmpty() {
		return this.metrics.isEmpty() && this.spans.isEmpty() && this.fields.isEmpty();
	}

	Map<String, String> attributes() {
		return this.attributes;
	}

	Map<String, Metric> metrics() {
		return this.metrics;
	}

	Map<String, Span> spans() {
		return this.spans;
	}

	Set<String> fields() {
		return this.fields;
	}

	/**
	 * A tag that every series has is required.
	 */
	void learnMetric(String name, String instrument, String unit, @Nullable String description, Set<String> keys) {
		Metric known = this.metrics.get(name);
		Map<String, Boolean> references = new TreeMap<>();
		keys.forEach((key) -> {
			this.attributes.putIfAbsent(key, "string");
			references.put(key, known == null || known.attributes().getOrDefault(key, false));
		});
		if (known != null) {
			known.attributes().keySet().forEach((key) -> references.putIfAbsent(key, false));
		}
		this.metrics.put(name, new Metric(instrument, unit, (description != null) ? description : "", references));
	}

	void learnSpan(String type, TraceSpan.Kind kind, Map<String, String> types) {
		this.attributes.putAll(types);
		Set<String> references = new TreeSet<>(types.keySet());
		Span known = this.spans.get(type);
		if (known != null) {
			references.addAll(known.attributes());
		}
		this.spans.put(type, new Span(kind.name().toLowerCase(Locale.ROOT), references));
	}

	void learnField(String field, String type) {
		this.fields.add(field);
		this.attributes.putIfAbsent(field, type);
	}

	String render() {
		StringBuilder text = new StringBuilder("file_format: definition/2\n");
		if (!this.attributes.isEmpty()) {
			text.append("attributes:\n");
		}
		this.attributes.forEach((key, type) -> text.append("  - key: ")
			.append(quote(key))
			.append("\n    type: ")
			.append(type)
			.append("\n    brief: ")
			.append(quote(key))
			.append("\n    stability: development\n"));
		if (!this.metrics.isEmpty()) {
			text.append("metrics:\n");
		}
		this.metrics.forEach((name, metric) -> {
			text.append("  - name: ").append(quote(name));
			text.append("\n    instrument: ").append(metric.instrument());
			text.append("\n    unit: ").append(quote(metric.unit()));
			text.append("\n    brief: ").append(quote(metric.brief().isEmpty() ? name : metric.brief()));
			text.append("\n    stability: development\n");
			references(text, metric.attributes());
		});
		if (!this.spans.isEmpty()) {
			text.append("spans:\n");
		}
		this.spans.forEach((type, span) -> {
			text.append("  - type: ").append(quote(type));
			text.append("\n    kind: ").append(span.kind());
			text.append("\n    name:\n      note: ").append(quote(type));
			text.append("\n    brief: ").append(quote(type));
			text.append("\n    stability: development\n");
			Map<String, Boolean> references = new TreeMap<>();
			span.attributes().forEach((key) -> references.put(key, false));
			references(text, references);
		});
		if (!this.fields.isEmpty()) {
			text.append("attribute_groups:\n  - id: ").append(FIELDS).append(".application");
			text.append("\n    visibility: public\n    brief: Fields of log lines\n    stability: development\n");
			Map<String, Boolean> references = new TreeMap<>();
			this.fields.forEach((key) -> references.put(key, false));
			references(text, references);
		}
		return text.toString();
	}

	private static void references(StringBuilder text, Map<String, Boolean> references) {
		if (references.isEmpty()) {
			return;
		}
		text.append("    attributes:\n");
		references.forEach((key, required) -> {
			text.append("      - ref: ").append(quote(key)).append('\n');
			if (required) {
				text.append("        requirement_level: required\n");
			}
		});
	}

	private static String quote(String value) {
		return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
	}

	static String instrument(Meter.Type type) {
		return switch (type) {
			case COUNTER -> "counter";
			case TIMER, DISTRIBUTION_SUMMARY -> "histogram";
			case LONG_TASK_TIMER -> "updowncounter";
			case GAUGE, OTHER -> "gauge";
		};
	}

	/**
	 * A unit as the Unified Code for Units of Measure writes it.
	 */
	static String unit(Meter.Id id) {
		if (id.getType() == Meter.Type.TIMER) {
			return "s";
		}
		String unit = id.getBaseUnit();
		if (unit == null || unit.isEmpty()) {
			return "1";
		}
		return switch (unit) {
			case "seconds" -> "s";
			case "milliseconds" -> "ms";
			case "bytes" -> "By";
			case "percent" -> "%";
			default -> "{" + unit + "}";
		};
	}

	/**
	 * What a span is, whatever route or statement it is about.
	 */
	static String spanType(TraceSpan span) {
		return switch (span.kind()) {
			case SERVER -> (span.httpMethod() != null) ? "http.server" : Cardinality.withoutIds(span.name());
			case CLIENT -> client(span);
			case PRODUCER -> "messaging.producer";
			case CONSUMER -> "messaging.consumer";
			case INTERNAL -> Cardinality.withoutIds(span.name());
		};
	}

	private static String client(TraceSpan span) {
		if (span.httpMethod() != null) {
			return "http.client";
		}
		boolean database = span.isQuery()
				|| span.attributes().keySet().stream().anyMatch((key) -> key.startsWith("jdbc."));
		return database ? "db.client" : Cardinality.withoutIds(span.name());
	}

	/**
	 * Keys with an index are one attribute.
	 */
	static String template(String key) {
		int bracket = key.indexOf('[');
		return (bracket > 0) ? key.substring(0, bracket) : key;
	}

	static String type(Object value) {
		if (value instanceof List<?> list) {
			return list.isEmpty() ? "string[]" : type(list.get(0)) + "[]";
		}
		if (value instanceof Boolean) {
			return "boolean";
		}
		if (value instanceof Double || value instanceof Float) {
			return "double";
		}
		return (value instanceof Number) ? "int" : "string";
	}

	/**
	 * A metric.
	 *
	 * @param instrument the instrument
	 * @param unit the unit
	 * @param brief the description
	 * @param attributes the keys of its attributes, and whether each is required
	 */
	record Metric(String instrument, String unit, String brief, Map<String, Boolean> attributes) {
	}

	/**
	 * A span.
	 *
	 * @param kind the kind
	 * @param attributes the keys of its attributes
	 */
	record Span(String kind, Set<String> attributes) {
	}

}
