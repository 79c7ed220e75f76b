package io.github.observability.logging;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.observability.logging.masking.Masking;
import io.github.observability.testing.JsonLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances that log the same in opposite order have lines that one index accepts.
 */
class FieldTypesTests {

	private static final Path TEMPLATE = Path.of("..", "docs", "elasticsearch-template.json");

	private static final List<KeyValuePair> VALUES = List.of(pair("id", 5), pair("id", "abc"), pair("id", 5.5),
			pair("id", true), pair("id", List.of(1, "x")), pair("id", Map.of("a", 1)), pair("id.a", "x"),
			pair("id_a", 7), pair("id_long", "x"), pair("id_long", 5), pair("count", 3), pair("count", "many"),
			pair("count", 3.5), pair("ratio", 3), pair("ratio", 0.5), pair("log", "x"), pair("log.level", 4),
			pair("http.request", "x"), pair("http.request.body.bytes", 5), pair("http.response.status_code", "x"),
			pair("event.duration", 0.5), pair("@timestamp", "x"), pair("user", Map.of("name", "ada")),
			pair("user", "ada"), pair("user.id", 7), pair("message", 4), pair("tags", "x"), pair("duration", 5),
			pair("duration", "5s"), pair("level", 5), pair("a.b.c.d.e", 1), pair("a.b.c", "x"),
			pair("a", new BigInteger("9".repeat(40))), pair("a", new BigDecimal("1.5")),
			pair("birth_date", "2026-11-28"), pair("birth_date", "x"), pair("truncated", "x"), pair("traceSampled", 1),
			pair("", 1), pair("", "x"), pair("id_", 4), pair("id_", "x"), pair("business.amount", "x"),
			pair("business.tags", "x"), pair("business.tags.city", "x"), pair("id", 'c'));

	private final LoggerContext context = new LoggerContext();

	FieldTypesTests() {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
	}

	private static KeyValuePair pair(String key, Object value) {
		return new KeyValuePair(key, value);
	}

	@ParameterizedTest
	@EnumSource(names = { "ECS", "LOGSTASH" })
	void giveBothOrdersTheSameDynamicMapping(LogFormat format) {
		List<KeyValuePair> reversed = new ArrayList<>(VALUES);
		Collections.reverse(reversed);
		Map<String, String> first = mapping(lines(format, VALUES, 1));
		assertThat(mapping(lines(format, reversed, 1))).isEqualTo(first);
		Map<String, String> fewerLines = mapping(lines(format, VALUES, 7));
		assertThat(fewerLines).containsAllEntriesOf(common(first, fewerLines));
	}

	@ParameterizedTest
	@EnumSource(names = { "ECS", "LOGSTASH" })
	void acceptLinesOfBothOrdersInOneIndex(LogFormat format) {
		List<KeyValuePair> reversed = new ArrayList<>(VALUES);
		Collections.reverse(reversed);
		List<JsonNode> both = new ArrayList<>(lines(format, VALUES, 1));
		both.addAll(lines(format, reversed, 7));
		assertThat(mapping(both)).isNotEmpty();
		Collections.reverse(both);
		assertThat(mapping(both)).isNotEmpty();
	}

	@Test
	void keepNothingOfKeysThatAreExcluded() {
		MockEnvironment environment = new MockEnvironment().withProperty("logging.structured.json.include", "message");
		StructuredLogEncoder encoder = encoder(environment);
		FieldRegistry registry = new FieldRegistry(LogFormat.ECS, JsonSettings.get(environment), Map.of(),
				Masking.create(environment, 1000));
		for (int i = 0; i < 20_000; i++) {
			assertThat(registry.ofKey("key" + i)).isSameAs(AttributeFields.EXCLUDED);
		}
		assertThat(registry.size()).isLessThanOrEqualTo(1_000);
		assertThat(encoder.isStarted()).isTrue();
	}

	@Test
	void templateIsUpToDate() throws IOException {
		String rendered = template();
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(TEMPLATE, rendered);
		}
		assertThat(TEMPLATE).as("rewrite it with: mvn test -pl autoconfigure -Dtest=FieldTypesTests -Ddocs.write=true")
			.hasContent(rendered);
	}

	@Test
	void templateAcceptsEachLine() {
		JsonNode template = new JsonMapper().readTree(template());
		for (JsonNode line : lines(LogFormat.ECS, VALUES, 1)) {
			leaves("", line)
				.forEach((path, value) -> assertThat(accepts(template, path, value)).as(path + "=" + value).isTrue());
		}
	}

	private static Map<String, String> common(Map<String, String> first, Map<String, String> second) {
		Map<String, String> common = new TreeMap<>(first);
		common.keySet().retainAll(second.keySet());
		return common;
	}

	/**
	 * How Elasticsearch maps fields that no template knows, without the detection of
	 * dates.
	 */
	private static Map<String, String> mapping(List<JsonNode> lines) {
		Map<String, String> mapping = new TreeMap<>();
		for (JsonNode line : lines) {
			map("", line, mapping);
		}
		return mapping;
	}

	private static void map(String path, JsonNode node, Map<String, String> mapping) {
		if (node.isObject()) {
			if (!path.isEmpty()) {
				put(mapping, path, "object");
			}
			for (Map.Entry<String, JsonNode> entry : node.properties()) {
				map(path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), mapping);
			}
		}
		else if (node.isArray()) {
			node.forEach((element) -> map(path, element, mapping));
		}
		else {
			put(mapping, path, node.isString() ? "text"
					: node.isBoolean() ? "boolean" : node.isIntegralNumber() ? "long" : "float");
		}
	}

	private static void put(Map<String, String> mapping, String path, String type) {
		assertThat(path.startsWith(".") || path.contains("..")).as(path).isFalse();
		assertThat(mapping.merge(path, type, (before, now) -> before)).as(path).isEqualTo(type);
	}

	private List<JsonNode> lines(LogFormat format, List<KeyValuePair> values, int perLine) {
		StructuredLogEncoder encoder = encoder(
				new MockEnvironment().withProperty("observability.logging.format", format.name()));
		List<JsonNode> lines = new ArrayList<>();
		for (int i = 0; i < values.size(); i += perLine) {
			LoggingEvent event = new LoggingEvent("x", this.context.getLogger("org.example.Rides"), Level.INFO, "Hello",
					null, null);
			event.setThreadName("main");
			event.setMDCPropertyMap(Map.of());
			event.setKeyValuePairs(values.subList(i, Math.min(values.size(), i + perLine)));
			lines.add(JsonLines.parse(new String(encoder.encode(event), StandardCharsets.UTF_8)));
		}
		return lines;
	}

	private StructuredLogEncoder encoder(MockEnvironment environment) {
		this.context.putObject(Environment.class.getName(), environment);
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(JsonLogFormatter.class.getName());
		encoder.start();
		return encoder;
	}

	private static Map<String, JsonNode> leaves(String path, JsonNode node) {
		Map<String, JsonNode> leaves = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> entry : node.properties()) {
			String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
			if (entry.getValue().isObject()) {
				leaves.putAll(leaves(name, entry.getValue()));
			}
			else {
				leaves.put(name, entry.getValue());
			}
		}
		return leaves;
	}

	private static boolean accepts(JsonNode template, String path, JsonNode value) {
		JsonNode properties = template.at("/template/mappings/properties/" + path.replace(".", "/properties/"));
		String type = properties.path("type").asString("");
		if (type.isEmpty()) {
			for (JsonNode dynamic : template.at("/template/mappings/dynamic_templates")) {
				JsonNode rule = dynamic.iterator().next();
				if (rule.has("match") && path.endsWith(rule.path("match").asString().substring(1))
						|| rule.has("match_mapping_type") && value.isString()) {
					type = rule.at("/mapping/type").asString();
					break;
				}
			}
		}
		JsonNode scalar = value.isArray() ? value.path(0) : value;
		return switch (type) {
			case "long" -> scalar.isIntegralNumber();
			case "double" -> scalar.isNumber();
			case "boolean" -> scalar.isBoolean();
			case "keyword", "text", "date" -> scalar.isString();
			default -> !scalar.isString();
		};
	}

	private static String template() {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (StandardField field : StandardField.values()) {
			put(properties, field.nameIn(LogFormat.ECS), Map.of("type", mapped(field.type())));
		}
		List<Object> dynamic = new ArrayList<>();
		for (FieldType type : FieldType.values()) {
			dynamic.add(Map.of("by_suffix" + type.suffix(),
					ordered("match", "*" + type.suffix(), "mapping", Map.of("type", mapped(type)))));
		}
		dynamic.add(Map.of("strings",
				ordered("match_mapping_type", "string", "mapping", ordered("type", "keyword", "ignore_above", 1024))));
		Map<String, Object> mappings = ordered("date_detection", false, "numeric_detection", false);
		mappings.put("dynamic_templates", dynamic);
		mappings.put("properties", properties);
		Map<String, Object> template = ordered("index_patterns", List.of("logs-*"), "priority", 200);
		template.put("template", Map.of("mappings", mappings));
		return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(template) + "\n";
	}

	private static String mapped(FieldType type) {
		return (type == FieldType.LIST) ? "keyword" : type.name().toLowerCase(Locale.ROOT);
	}

	@SuppressWarnings("unchecked")
	private static void put(Map<String, Object> properties, String name, Object mapping) {
		int dot = name.indexOf('.');
		if (dot == -1) {
			properties.put(name, mapping);
			return;
		}
		Map<String, Object> object = (Map<String, Object>) properties.computeIfAbsent(name.substring(0, dot),
				(key) -> new LinkedHashMap<>(Map.of("properties", new LinkedHashMap<>())));
		put((Map<String, Object>) object.get("properties"), name.substring(dot + 1), mapping);
	}

	private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put(first, one);
		map.put(second, two);
		return map;
	}

}
