package io.github.observability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders the reference pages from the code and fails where the committed ones differ.
 */
class DocumentationTests {

	private static final String ROOT = "io.github.observability";

	@ParameterizedTest
	@EnumSource(Page.class)
	void isUpToDate(Page page) throws IOException {
		Path file = Path.of("..", "docs", page.fileName());
		String rendered = page.render();
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(file, rendered);
		}
		assertThat(file).as("rewrite it with: mvn test -pl autoconfigure -Dtest=DocumentationTests -Ddocs.write=true")
			.hasContent(rendered);
	}

	enum Page {

		METERS(DocumentationTests::meters),

		PROPERTIES(DocumentationTests::properties),

		DEFAULTS(DocumentationTests::defaults),

		LOG_FIELDS(DocumentationTests::logFields);

		private final Supplier<String> content;

		Page(Supplier<String> content) {
			this.content = content;
		}

		String fileName() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
		}

		String render() {
			return this.content.get();
		}

	}

	private static String meters() {
		return page("Meters", "What the starter records, by Micrometer's names. A Prometheus scrape shows "
				+ "`http.server.requests` as `http_server_requests_seconds`. Meters of the business bear the names that "
				+ "the application declares.", List.of("Meter", "Type", "Tags", "Meaning"),
				constants(MeterDocumentation.class).map((constant) -> (MeterDocumentation) constant)
					.map((meter) -> List.of(code(meter.getName()),
							meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
							Arrays.stream(meter.getKeyNames())
								.map(KeyName::asString)
								.map(DocumentationTests::code)
								.collect(Collectors.joining(", ")),
							text(meter, "description"))));
	}

	private static String properties() {
		List<List<String>> rows = new ArrayList<>();
		try (InputStream metadata = DocumentationTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : new JsonMapper().readTree(metadata).path("properties")) {
				String name = property.path("name").asString();
				if (name.startsWith("observability.")) {
					rows.add(List.of(code(name), code(type(property.path("type").asString())),
							defaultValue(property.path("defaultValue")), property.path("description").asString()));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return page("Properties",
				"Settings of the starter. Where Boot has a setting, the starter has none: see "
						+ "[defaults](defaults.md) for those it gives another default.",
				List.of("Property", "Type", "Default", "Meaning"),
				rows.stream().sorted(Comparator.comparing((row) -> row.get(0))));
	}

	private static String defaults() {
		return page("Defaults for Boot's properties",
				"The starter gives these properties of Spring Boot, and of libraries "
						+ "that configure themselves beside it, a different default. Your value always wins, wherever you set it. "
						+ "Set `observability.defaults.enabled=false` to keep Boot's own defaults. If Logback is the logging system "
						+ "and you have no Logback file, the starter also sets `logging.structured.format.console` and `.file` to "
						+ "its formatter, and `logging.structured.ecs.service.environment` to the active profiles. "
						+ "`observability.logging.*` changes that; see [logging](logging.md).",
				List.of("Property", "Default", "Why"),
				enumConstants(ROOT + ".defaults.BootDefault").map((constant) -> List.of(code(text(constant, "key")),
						code(text(constant, "value")), text(constant, "reason"))));
	}

	private static String logFields() {
		return page("Standard fields of a log line",
				"The fields of a log line and their names in each `observability.logging.format`. In `ecs`, a dot means "
						+ "nesting. A field never changes its type. Attributes of an event (the MDC, key-value pairs and "
						+ "structured arguments) follow under their own names, with the type of the first value; a value of "
						+ "another type is written as a string to the name with `_text` appended. If a name is taken, dots "
						+ "become underscores and underscores are appended until the name is free, so no value is lost. "
						+ "Boot's `logging.structured.json.*` apply to the names of the format in use. "
						+ "See [logging](logging.md).",
				List.of("`ecs`", "`logstash`", "Type", "Meaning"),
				enumConstants(ROOT + ".logging.StandardField")
					.map((constant) -> List.of(code(field(constant, "ecsName")), code(field(constant, "logstashName")),
							text(constant, "typeDescription"), text(constant, "description"))));
	}

	private static String page(String title, String introduction, List<String> header, Stream<List<String>> rows) {
		StringBuilder page = new StringBuilder(
				"<!-- Rendered by DocumentationTests. -->\n# " + title + "\n\n" + introduction + "\n\n");
		row(page, header);
		row(page, header.stream().map((column) -> "---").toList());
		rows.forEach((row) -> row(page, row));
		return page.toString();
	}

	private static void row(StringBuilder page, List<String> columns) {
		page.append("| ").append(String.join(" | ", columns)).append(" |\n");
	}

	private static Stream<Object> constants(Class<?> type) {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(ROOT)
			.stream()
			.filter((javaClass) -> javaClass.isEnum() && javaClass.isAssignableTo(type))
			.map(JavaClass::getName)
			.sorted()
			.flatMap(DocumentationTests::enumConstants);
	}

	private static Stream<Object> enumConstants(String className) {
		try {
			return Arrays.stream(Class.forName(className).getEnumConstants());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(Object constant, String method) {
		return (String) ReflectionUtils.invokeMethod(accessible(constant, method), constant);
	}

	private static Method accessible(Object constant, String name) {
		Method method = ReflectionUtils.findMethod(constant.getClass(), name);
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	private static String field(Object constant, String name) {
		Field field = ReflectionUtils.findField(constant.getClass(), name);
		ReflectionUtils.makeAccessible(field);
		return (String) ReflectionUtils.getField(field, constant);
	}

	private static String type(String name) {
		return name.replaceAll("[a-z]+\\.(?=[A-Za-z.]*[A-Z])", "");
	}

	private static String defaultValue(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		return code(value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString());
	}

	private static String code(String text) {
		return "`" + text + "`";
	}

}
