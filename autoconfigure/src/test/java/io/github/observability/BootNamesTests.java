package io.github.observability;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.metrics.HttpClientMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Compares {@link BootNames} with the Boot on the class path.
 */
class BootNamesTests {

	private static final String PACKAGE = "org.springframework.boot.";

	private static final String BEAN = "_BEAN";

	private static final Pattern SPELLED = Pattern.compile("\"(org\\.springframework\\.boot\\.[^\"]*)\"");

	static Stream<String> classes() {
		return constants(false);
	}

	static Stream<String> beans() {
		return constants(true);
	}

	private static Stream<String> constants(boolean beans) {
		return Arrays.stream(BootNames.class.getFields())
			.filter((field) -> field.getName().endsWith(BEAN) == beans)
			.map(BootNamesTests::value);
	}

	private static String value(Field field) {
		try {
			return (String) field.get(null);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A class is missing either because Boot moved it or because its module is not here,
	 * which the package tells: modules have packages of their own.
	 */
	@ParameterizedTest
	@MethodSource("classes")
	void namesAClassOfBoot(String name) {
		assertThat(name).startsWith(PACKAGE);
		String module = name.substring(0, name.indexOf('.', PACKAGE.length()));
		assumeThat(getClass().getResource("/" + module.replace('.', '/'))).as("module of " + module).isNotNull();
		assertThat(ClassUtils.isPresent(name, null)).as(name).isTrue();
	}

	@ParameterizedTest
	@MethodSource("beans")
	void namesABeanOfBoot(String name) {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class,
					WebMvcObservationAutoConfiguration.class, HttpClientMetricsAutoConfiguration.class,
					OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryLoggingAutoConfiguration.class,
					OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean(name));
	}

	@Test
	void nothingElseSpellsAName() throws IOException {
		List<String> names = Stream.concat(classes(), beans()).toList();
		for (Path file : Sources.main()) {
			// Private fields have a list and a test of their own.
			if (file.endsWith("BootNames.java") || file.endsWith("FrameworkField.java")) {
				continue;
			}
			String text = Files.readString(file);
			Matcher spelled = SPELLED.matcher(text);
			assertThat(spelled.results().map((match) -> match.group(1)).toList()).as(file.toString()).isEmpty();
			names.stream()
				.filter((name) -> !name.startsWith(PACKAGE))
				.forEach((name) -> assertThat(text).as(file.toString()).doesNotContain("\"" + name + "\""));
		}
	}

}
