package io.github.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The telemetry registry is that of the enums, and a definition file as OpenTelemetry
 * Weaver's {@code semconv.schema.v2.json} describes one.
 */
class TelemetryRegistryTests {

	private static final Path FILE = Path.of("src/main/resources/META-INF/observability/registry.yaml");

	private static final Set<String> TYPES = Set.of("boolean", "int", "double", "string", "any", "string[]", "int[]",
			"double[]", "boolean[]");

	@Test
	void isUpToDate() throws IOException {
		String rendered = TelemetryRegistryFile.render();
		if (Boolean.getBoolean("docs.write")) {
			Files.createDirectories(FILE.getParent());
			Files.writeString(FILE, rendered);
		}
		assertThat(FILE)
			.as("rewrite it with: mvn test -pl autoconfigure -Dtest=TelemetryRegistryTests -Ddocs.write=true")
			.hasContent(rendered);
	}

	@Test
	void isADefinitionFileOfWeaver() throws IOException {
		Map<String, Object> file = new Yaml().load(Files.readString(FILE));
		assertThat(file).containsOnlyKeys("file_format", "attributes", "metrics", "spans", "attribute_groups");
		assertThat(file).containsEntry("file_format", "definition/2");
		Set<Object> keys = new HashSet<>();
		for (Map<String, Object> attribute : list(file, "attributes")) {
			requireKeys(attribute, Set.of("key", "type", "brief", "stability"), Set.of());
			assertThat(TYPES).contains(attribute.get("type").toString());
			assertThat(keys.add(attribute.get("key"))).as("%s is defined once", attribute).isTrue();
		}
		for (Map<String, Object> metric : list(file, "metrics")) {
			requireKeys(metric, Set.of("name", "instrument", "unit", "brief", "stability"), Set.of("attributes"));
			assertThat(Set.of("counter", "gauge", "histogram", "updowncounter"))
				.contains(metric.get("instrument").toString());
		}
		for (Map<String, Object> span : list(file, "spans")) {
			requireKeys(span, Set.of("type", "kind", "name", "brief", "stability"), Set.of("attributes"));
			assertThat(Set.of("internal", "client", "server", "producer", "consumer"))
				.contains(span.get("kind").toString());
			assertThat(span.get("name")).asInstanceOf(InstanceOfAssertFactories.MAP).containsOnlyKeys("note");
		}
		for (Map<String, Object> group : list(file, "attribute_groups")) {
			requireKeys(group, Set.of("id", "visibility", "brief", "stability"), Set.of("attributes"));
			assertThat(group).containsEntry("visibility", "public");
		}
		for (String section : List.of("metrics", "spans", "attribute_groups")) {
			Set<Object> names = new HashSet<>();
			for (Map<String, Object> signal : list(file, section)) {
				Object name = signal.getOrDefault("name", signal.get("id"));
				assertThat(names.add((name instanceof Map) ? signal.get("type") : name))
					.as("%s is defined once", signal)
					.isTrue();
				Set<Object> references = new HashSet<>();
				for (Map<String, Object> reference : list(signal, "attributes")) {
					requireKeys(reference, Set.of("ref"), Set.of());
					assertThat(keys).as("attributes referred to by %s", name).contains(reference.get("ref"));
					assertThat(references.add(reference.get("ref"))).isTrue();
				}
			}
		}
	}

	private static void requireKeys(Map<String, Object> definition, Set<String> required, Set<String> optional) {
		Set<String> others = new HashSet<>(definition.keySet());
		assertThat(others).containsAll(required);
		others.removeAll(required);
		assertThat(optional).as("keys of %s", definition).containsAll(others);
		definition.forEach((key, value) -> {
			if (required.contains(key) && !(value instanceof Map)) {
				assertThat(value).as("'%s' of %s", key, definition).isInstanceOf(String.class);
			}
		});
		if (required.contains("stability")) {
			assertThat(definition).containsEntry("stability", "development");
		}
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
		return (List<Map<String, Object>>) parent.getOrDefault(key, new ArrayList<>());
	}

}
