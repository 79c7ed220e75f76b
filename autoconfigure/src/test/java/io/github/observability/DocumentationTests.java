package io.github.observability;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders the reference pages from the code and fails where the committed ones differ.
 */
class DocumentationTests {

	private static final String ROOT = "io.github.observability";

	private static final int WIDEST_CELL = 150;

	@ParameterizedTest
	@EnumSource(Page.class)
	void isUpToDate(Page page) throws IOException {
		isUpToDate(Path.of("..", "docs", page.fileName()), page.render());
	}

	private static void isUpToDate(Path file, String rendered) throws IOException {
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(file, rendered);
		}
		assertThat(file).as("rewrite it with: mvn test -pl autoconfigure -Dtest=DocumentationTests -Ddocs.write=true")
			.hasContent(rendered);
	}

	@Test
	void indexOfSettingKeysIsUpToDate() throws IOException {
		isUpToDate(Path.of("src", "main", "resources", "META-INF", "observability", "setting-keys.txt"),
				PropertiesPage.keys());
	}

	@ParameterizedTest
	@EnumSource(names = { "METERS", "PROPERTIES" })
	void hasNoCellTooWideToReadAtAGlance(Page page) {
		assertThat(page.render()
			.lines()
			.filter((line) -> line.startsWith("|"))
			.flatMap((line) -> Arrays.stream(line.split("\\|"))))
			.allSatisfy((cell) -> assertThat(cell.strip()).hasSizeLessThanOrEqualTo(WIDEST_CELL));
	}

	enum Page {

		METERS(DocumentationTests::meters),

		PROPERTIES(() -> new PropertiesPage().render()),

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
		StringBuilder page = new StringBuilder(
				"""
						<!-- Rendered by DocumentationTests. -->
						# Meters

						This page lists the meters that the starter records, by feature. The names are Micrometer's: Prometheus \
						shows `http.server.requests` as `http_server_requests_seconds`. Business meters have the names that the \
						application declares.

						""");
		Map<Feature, MarkdownTable> tables = new EnumMap<>(Feature.class);
		constants(MeterDocumentation.class).map(MeterDocumentation.class::cast)
			.forEach((meter) -> tables
				.computeIfAbsent(Feature.ofClass(meter.getClass()),
						(feature) -> new MarkdownTable("Meter", "Type", "Tags", "Meaning"))
				.row(code(meter.getName()), meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
						Arrays.stream(meter.getKeyNames())
							.map(KeyName::asString)
							.map(MarkdownTable::code)
							.collect(Collectors.joining(", ")),
						text(meter, "description")));
		tables.forEach((feature, table) -> page.append(feature.heading()).append(table).append('\n'));
		return page.toString().stripTrailing() + "\n";
	}

	private static String defaults() {
		return page("Defaults for Boot's properties",
				"The starter changes the defaults of these properties of Spring Boot and of libraries with their own "
						+ "auto-configuration. Your value always wins, wherever you set it. To keep Boot's own defaults, set "
						+ "`observability.defaults.enabled=false`.\n\nIf Logback is the logging system and the application has no "
						+ "Logback file, the starter also sets `logging.structured.format.console` and `.file` to its own "
						+ "formatter. `observability.logging.*` changes that; see [logging](logging.md). The starter sets "
						+ "`logging.structured.ecs.service.environment` to the active profiles. Traces, meters and log lines take "
						+ "the name of the environment from this property.",
				List.of("Property", "Default", "Why"),
				enumConstants(ROOT + ".defaults.BootDefault").map((constant) -> List.of(code(text(constant, "key")),
						code(text(constant, "value")), text(constant, "reason"))));
	}

	private static String logFields() {
		return page("Standard fields of a log line",
				"This page lists the standard fields of a log line and their names in each "
						+ "`observability.logging.format`. In `ecs`, a dot in a name denotes a nested object. Event attributes "
						+ "(the MDC, key-value pairs and structured arguments) follow the standard fields. "
						+ "[Their keys determine](logging.md#field-types) their names and types. Boot's "
						+ "`logging.structured.json.*` properties apply to the names of the format in use. "
						+ "See [logging](logging.md).",
				List.of("`ecs`", "`logstash`", "Type", "Meaning"),
				enumConstants(ROOT + ".logging.StandardField")
					.map((constant) -> List.of(code(field(constant, "ecsName")), code(field(constant, "logstashName")),
							text(constant, "typeDescription"), text(constant, "description"))));
	}

	private static String page(String title, String introduction, List<String> header, Stream<List<String>> rows) {
		MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
		rows.forEach((row) -> table.row(row.toArray(String[]::new)));
		return "<!-- Rendered by DocumentationTests. -->\n# " + title + "\n\n" + introduction + "\n\n" + table;
	}

	private static Stream<Object> constants(Class<?> type) {
		ClassPathScanningCandidateComponentProvider enums = new ClassPathScanningCandidateComponentProvider(false) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
				return Enum.class.getName().equals(definition.getMetadata().getSuperClassName());
			}

		};
		enums.addIncludeFilter(new AssignableTypeFilter(type));
		return enums.findCandidateComponents(ROOT)
			.stream()
			.filter((definition) -> !String.valueOf(definition.getResourceDescription()).contains("test-classes"))
			.map(BeanDefinition::getBeanClassName)
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

	private static String code(String text) {
		return MarkdownTable.code(text);
	}

}
