package io.github.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.observability.tracing.sampling.SamplingReason;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import io.micrometer.jakarta9.instrument.jms.JmsObservationDocumentation;
import io.micrometer.observation.docs.ObservationDocumentation;
import net.ttddyy.observation.tracing.JdbcObservationDocumentation;

import org.springframework.amqp.rabbit.support.micrometer.RabbitListenerObservation;
import org.springframework.amqp.rabbit.support.micrometer.RabbitTemplateObservation;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.http.client.observation.ClientHttpObservationDocumentation;
import org.springframework.http.server.observation.OpenTelemetryServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation;
import org.springframework.kafka.support.micrometer.KafkaTemplateObservation;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Renders the telemetry of the starter in the format {@code definition/2} of
 * OpenTelemetry Weaver, from the enums of meters, log fields and span attributes, and
 * from those of the libraries whose spans the starter passes on.
 */
final class TelemetryRegistryFile {

	private static final String ROOT = "io.github.observability";

	private static final Path CLASS_FILES = Path.of("target", "classes", "io", "github", "observability");

	/** What Micrometer's bridge puts on spans of any kind. */
	private static final List<String> OF_THE_BRIDGE = List.of("peer.service", "net.sock.peer.addr", "error");

	private final Map<String, Attribute> attributes = new TreeMap<>();

	private final Map<String, MeterDocumentation> meters = new TreeMap<>();

	private final Map<String, SpanType> spans = new LinkedHashMap<>();

	private final Map<String, Set<String>> fields = new LinkedHashMap<>();

	static String render() {
		TelemetryRegistryFile file = new TelemetryRegistryFile();
		constants(MeterDocumentation.class).map(MeterDocumentation.class::cast).forEach(file::add);
		file.addSpans();
		constants(ROOT + ".logging.StandardField").forEach(file::addField);
		return file.text();
	}

	private void add(MeterDocumentation meter) {
		this.meters.put(meter.getName(), meter);
		for (KeyName key : meter.getKeyNames()) {
			attribute(key.asString(), type(key.asString()), "Tag of " + meter.getName());
		}
	}

	/**
	 * The type by OpenTelemetry's conventions, which a log field and a span keep, though
	 * the value of a tag is always text.
	 */
	private static String type(String key) {
		return key.equals(HttpNames.server(SemanticConvention.OPENTELEMETRY).status()) ? "int" : "string";
	}

	private void addSpans() {
		span("http.server", "server", "A request that is served", "HTTP method and route",
				ServerHttpObservationDocumentation.values(), OpenTelemetryServerHttpObservationDocumentation.values());
		span("http.client", "client", "A request that is sent", "HTTP method",
				new ObservationDocumentation[] { ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES },
				OpenTelemetryServerHttpObservationDocumentation.values());
		span("db.client", "client", "A statement, its connection or its result", "query, connection or result-set",
				JdbcObservationDocumentation.values());
		span("messaging.producer", "producer", "A message that is sent", "destination and operation",
				KafkaTemplateObservation.values(), RabbitTemplateObservation.values(),
				new ObservationDocumentation[] { JmsObservationDocumentation.JMS_MESSAGE_PUBLISH });
		span("messaging.consumer", "consumer", "A message that is handled", "destination and operation",
				KafkaListenerObservation.values(), RabbitListenerObservation.values(),
				new ObservationDocumentation[] { JmsObservationDocumentation.JMS_MESSAGE_PROCESS });
		constants(ROOT + ".context.messaging.BatchTag").map((tag) -> field(tag, "key")).forEach((key) -> {
			attribute(key, key.endsWith("count") ? "int" : "string", "Attribute of the span of a batch");
			this.spans.get("messaging.consumer").attributes().add(key);
		});
	}

	private void span(String type, String kind, String brief, String name, ObservationDocumentation[]... sources) {
		Set<String> keys = new TreeSet<>(OF_THE_BRIDGE);
		keys.forEach((key) -> attribute(key, "string", "Set by Micrometer Tracing"));
		Stream.of(sources)
			.flatMap(Arrays::stream)
			.flatMap((source) -> Stream.concat(Arrays.stream(source.getLowCardinalityKeyNames()),
					Arrays.stream(source.getHighCardinalityKeyNames())))
			.map((key) -> key.asString().replaceFirst("\\[.*", ""))
			.forEach((key) -> {
				keys.add(key);
				attribute(key, type(key), "Attribute of " + type);
			});
		constants(SpanAttribute.class).map(SpanAttribute.class::cast).forEach((each) -> {
			keys.add(each.asString());
			attribute(each.asString(), each.definition().type(), each.definition().description());
		});
		keys.add(SamplingReason.KEY.getKey());
		attribute(SamplingReason.KEY.getKey(), "string", "Why the trace is sampled");
		this.spans.put(type, new SpanType(kind, brief, name, keys));
	}

	private void addField(Object constant) {
		String type = switch (text(constant, "typeDescription")) {
			case "long" -> "int";
			case "double" -> "double";
			case "boolean" -> "boolean";
			case "list of keywords" -> "string[]";
			case "keyword", "text", "date" -> "string";
			default -> throw new IllegalStateException("No type of OpenTelemetry for " + constant);
		};
		for (String format : List.of("ecs", "logstash")) {
			String key = field(constant, format + "Name");
			attribute(key, type, text(constant, "description"));
			this.fields.computeIfAbsent(format, (each) -> new TreeSet<>()).add(key);
		}
	}

	private void attribute(String key, String type, String brief) {
		Attribute known = this.attributes.putIfAbsent(key, new Attribute(type, brief));
		if (known != null && !known.type().equals(type)) {
			throw new IllegalStateException("'" + key + "' is both " + known.type() + " and " + type);
		}
	}

	private String text() {
		List<String> lines = new ArrayList<>();
		lines.add("# Rendered by TelemetryRegistryTests.");
		lines.add("file_format: definition/2");
		lines.add("attributes:");
		this.attributes
			.forEach((key, attribute) -> lines.addAll(List.of("  - key: " + quote(key), "    type: " + attribute.type(),
					"    brief: " + quote(attribute.brief()), "    stability: development")));
		lines.add("metrics:");
		this.meters.forEach((name, meter) -> {
			lines.addAll(List.of("  - name: " + quote(name), "    instrument: " + instrument(meter.getType()),
					"    unit: " + quote(unit(meter)), "    brief: " + quote(text(meter, "description")),
					"    stability: development"));
			references(lines, Arrays.stream(meter.getKeyNames()).map(KeyName::asString).sorted().toList());
		});
		lines.add("spans:");
		this.spans.forEach((type, span) -> {
			lines.addAll(List.of("  - type: " + quote(type), "    kind: " + span.kind(), "    name:",
					"      note: " + quote(span.name()), "    brief: " + quote(span.brief()),
					"    stability: development"));
			references(lines, List.copyOf(span.attributes()));
		});
		lines.add("attribute_groups:");
		this.fields.forEach((format, keys) -> {
			lines.addAll(List.of("  - id: " + quote("observability.log." + format), "    visibility: public",
					"    brief: " + quote("Fields of a log line in the format " + format),
					"    stability: development"));
			references(lines, List.copyOf(keys));
		});
		return String.join("\n", lines) + "\n";
	}

	private static void references(List<String> lines, List<String> keys) {
		if (!keys.isEmpty()) {
			lines.add("    attributes:");
			keys.forEach((key) -> lines.add("      - ref: " + quote(key)));
		}
	}

	private static String instrument(Meter.Type type) {
		return switch (type) {
			case COUNTER -> "counter";
			case TIMER, DISTRIBUTION_SUMMARY -> "histogram";
			case LONG_TASK_TIMER -> "updowncounter";
			case GAUGE, OTHER -> "gauge";
		};
	}

	private static String unit(MeterDocumentation meter) {
		if (meter.getType() == Meter.Type.TIMER) {
			return "s";
		}
		String unit = meter.getBaseUnit();
		if (unit == null || unit.isEmpty()) {
			return "1";
		}
		return switch (unit) {
			case "seconds" -> "s";
			case "bytes" -> "By";
			default -> "{" + unit.toLowerCase(Locale.ROOT) + "}";
		};
	}

	private static String quote(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

	private static Stream<Object> constants(Class<?> type) {
		return enums().stream()
			.filter((name) -> isEnumOf(type, name))
			.sorted()
			.flatMap(TelemetryRegistryFile::constants);
	}

	private static boolean isEnumOf(Class<?> type, String className) {
		Class<?> candidate = ClassUtils.resolveClassName(className, null);
		return candidate.isEnum() && type.isAssignableFrom(candidate);
	}

	/** The enums among the classes, found without loading any of the others. */
	private static List<String> enums() {
		try (Stream<Path> files = Files.walk(CLASS_FILES)) {
			MetadataReaderFactory factory = new SimpleMetadataReaderFactory();
			List<String> found = new ArrayList<>();
			for (Path file : files.filter((each) -> each.toString().endsWith(".class")).toList()) {
				ClassMetadata metadata = factory.getMetadataReader(new FileSystemResource(file)).getClassMetadata();
				if (Enum.class.getName().equals(metadata.getSuperClassName())) {
					found.add(metadata.getClassName());
				}
			}
			return found;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Object> constants(String className) {
		try {
			return Arrays.stream(Class.forName(className).getEnumConstants());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(Object constant, String name) {
		Method method = ReflectionUtils.findMethod(constant.getClass(), name);
		ReflectionUtils.makeAccessible(method);
		return (String) ReflectionUtils.invokeMethod(method, constant);
	}

	private static String field(Object constant, String name) {
		Field field = ReflectionUtils.findField(constant.getClass(), name);
		ReflectionUtils.makeAccessible(field);
		return (String) ReflectionUtils.getField(field, constant);
	}

	private record Attribute(String type, String brief) {
	}

	private record SpanType(String kind, String brief, String name, Set<String> attributes) {
	}

}
