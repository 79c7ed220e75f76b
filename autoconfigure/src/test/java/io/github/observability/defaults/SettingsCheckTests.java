package io.github.observability.defaults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.github.observability.InvalidSettingException;
import io.github.observability.testing.JsonLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

@ExtendWith(OutputCaptureExtension.class)
class SettingsCheckTests {

	private static final ClassLoader CLASS_LOADER = SettingsCheckTests.class.getClassLoader();

	@AfterEach
	void forgetTheLastApplication() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@ParameterizedTest
	@CsvSource({ "observability.logging.fromat, observability.logging.format",
			"observability.logging.maxLinSize, observability.logging.max-line-size",
			"observability.logging.max_line_sise, observability.logging.max-line-size",
			"observability.loging.format, observability.logging.format",
			"observability.logging.format.console, observability.logging.format",
			"observability.slo, observability.slo.enabled", "observability.slo.enabld, observability.slo.enabled",
			"observability.slo.objectives.a.targt, observability.slo.objectives.a.target",
			"observability.slo.objectives[a.b].targt, observability.slo.objectives[a.b].target",
			"observability.slo.objectives.rides.http.metod, observability.slo.objectives.rides.http.method",
			"observability.golden.stream-route, observability.golden.stream-routes",
			"observability.golden.stream-route[0], observability.golden.stream-routes[0]",
			"observability.tracing.ingress.paths[1].pth, observability.tracing.ingress.paths[1].path",
			"observability.business.meter.rides.unit, observability.business.meters.rides.unit",
			"observability.incidents.health, observability.incidents.health.enabled",
			"observability.incidents.health-interval, observability.incidents.health.interval",
			"observability.defaults.check-key, observability.defaults.check-keys" })
	void namesTheNearestKey(String written, String nearest) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(new MapPropertySource("settings", Map.of(written, "value-of-it"))))
			.withMessage("'" + written + "' (settings) is not a setting, the nearest one is '" + nearest + "'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"observability.saturation.period | observability.saturation | enabled, forecast, interval, max-resources, pinned-threads",
			"observability.logging.floods.lines | observability.logging.floods | enabled, excluded-loggers, level, sample-line, threshold, window",
			"observability.cost.series.limit | observability.cost.series | enabled, max-series, max-series-by-meter, max-tag-values, max-tag-values-by-meter, max-total",
			"observability.tracing.ingress.paths[0].action | observability.tracing.ingress.paths[0] | path, policy",
			"observability.slo.objectives.rides.http.expression | observability.slo.objectives.rides.http | method, route",
			"observability.slo.objectives | observability.slo.objectives | <name>",
			"observability.tracing.ingress | observability.tracing.ingress | paths, policy" })
	void namesTheSiblingsOfAKeyThatIsNearNone(String written, String parent, String siblings) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(new MapPropertySource("settings", Map.of(written, "value-of-it"))))
			.withMessage("'" + written + "' (settings) is not a setting, '" + parent + "' has " + siblings);
	}

	@Test
	void namesTheFeaturesIfNoneIsNear() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(new MapPropertySource("settings", Map.of("observability.availability.on", "x"))))
			.withMessageContaining("'observability' has business, console, context, cost, ");
	}

	@Test
	void namesTheSiblingsOfAVariableThatIsNearNone() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(variable("OBSERVABILITY_SATURATION_PERIOD")))
			.withMessageContaining("'OBSERVABILITY_SATURATION_PERIOD'")
			.withMessageEndingWith(
					"'observability.saturation' has enabled, forecast, interval, max-resources, " + "pinned-threads");
	}

	@ParameterizedTest
	@CsvSource({ "OBSERVABILITY_SLO_ENABLD, OBSERVABILITY_SLO_ENABLED",
			"OBSERVABILITY_LOGGING_MAXLINESISE, OBSERVABILITY_LOGGING_MAXLINESIZE",
			"OBSERVABILITY_LOGING_FORMAT, OBSERVABILITY_LOGGING_FORMAT",
			"OBSERVABILITY_SLO_OBJECTIVES_RIDES_TARGT, OBSERVABILITY_SLO_OBJECTIVES_RIDES_TARGET" })
	void namesTheNearestVariable(String written, String nearest) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> check(variable(written)))
			.withMessageContaining("'" + written + "'")
			.withMessageEndingWith("'" + nearest + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "OBSERVABILITY_SERVICE_HOST", "OBSERVABILITY_PORT", "OBSERVABILITY_PORT_8080_TCP_ADDR",
			"OBSERVABILITY_LOGGING_SERVICE_PORT_HTTP", "OBSERVABILITY_LOGGING_PORT_80_TCP", "OBSERVABILITY_TEAM_URL",
			"OBSERVABILITY", "OBSERVABILITYX" })
	void acceptsVariablesOfOthers(String name) {
		assertThatNoException().isThrownBy(() -> check(variable(name)));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void acceptsEachKeyInEachSpelling(String key) {
		String variable = key.toUpperCase(Locale.ROOT).replace("[", "_").replace("]", "").replace('.', '_');
		Map<String, Object> spellings = new HashMap<>();
		Stream.of(key, key.replace('-', '_'), camelCase(key), key.toUpperCase(Locale.ROOT))
			.forEach((spelling) -> spellings.put(spelling, "x"));
		assertThatNoException().isThrownBy(() -> check(new MapPropertySource("settings", spellings),
				variable(variable.replace("-", "")), variable(variable.replace('-', '_')),
				variable(variable.replace("-", "").toLowerCase(Locale.ROOT))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.golden.stream-routes", "observability.tracing.ingress.paths",
			"observability.slo.objectives", "observability.slo" })
	void acceptsEmptyMapsAndLists(String key) {
		assertThatNoException().isThrownBy(() -> check(new MapPropertySource("settings", Map.of(key, ""))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.console.enabled", "observability.console.any.other", "observabilityx.y",
			"my.observability.fromat" })
	void acceptsKeysOfOthers(String key) {
		assertThatNoException().isThrownBy(() -> check(new MapPropertySource("settings", Map.of(key, "x"))));
	}

	@Test
	void acceptsTheFileOfTheSample() throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("sample",
				new FileSystemResource("../sample-app/src/main/resources/application.yml"));
		assertThat(sources)
			.anyMatch((source) -> source.containsProperty("observability.slo.objectives.ride-requests.owner"));
		assertThatNoException().isThrownBy(() -> check(sources.toArray(PropertySource<?>[]::new)));
	}

	@Test
	void namesTheLineOfAFile() throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("file", new ByteArrayResource(
				"observability:\n  logging:\n    fromat: ecs\n".getBytes(StandardCharsets.UTF_8), "application.yml"));
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(sources.toArray(PropertySource<?>[]::new)))
			.withMessageContaining("application.yml")
			.withMessageContaining(" 3:13)");
	}

	@Test
	void namesAllKeysButNoValue() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> check(new MapPropertySource("settings",
					Map.of("observability.tracing.sampling.force.secrt", "hidden", "observability.slo.enabld", "x"))))
			.withMessageContaining("observability.slo.enabld")
			.withMessageContaining("observability.tracing.sampling.force.secrt")
			.withMessageNotContaining("hidden");
	}

	@Test
	void readsTheIndexOfAnotherModule(@TempDir Path module) throws IOException {
		Path index = module.resolve(SettingKeys.INDEX);
		Files.createDirectories(index.getParent());
		Files.writeString(index, "observability.teams.*.mail\nobservability.old.key -> observability.teams.a.mail\n");
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { module.toUri().toURL() }, CLASS_LOADER)) {
			StandardEnvironment environment = environment(
					new MapPropertySource("settings", Map.of("observability.teams.rides.mail", "x")));
			assertThatNoException().isThrownBy(() -> SettingsCheck.checkKeys(environment, classLoader));
			environment.getPropertySources()
				.addFirst(new MapPropertySource("settings", Map.of("observability.old.key", "x")));
			assertThatExceptionOfType(InvalidSettingException.class)
				.isThrownBy(() -> SettingsCheck.checkKeys(environment, classLoader))
				.withMessage("'observability.old.key' (settings) is not a setting, "
						+ "it was replaced by 'observability.teams.a.mail'");
		}
	}

	@Test
	void stopsTheStartInJson(CapturedOutput output) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> start("--observability.logging.fromat=ecs").close());
		assertThat(failure(output)).contains("'observability.logging.fromat'")
			.contains("commandLineArgs")
			.contains("'observability.logging.format'")
			.contains("'observability.defaults.check-keys'");
	}

	@Test
	void startsWithUnknownKeysOnRequest() {
		try (ConfigurableApplicationContext context = start("--observability.logging.fromat=ecs",
				"--observability.defaults.check-keys=false")) {
			assertThat(context.isActive()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "observability.logging.format|jsn|Use one of ecs, logstash, text.",
					"observability.logging.enabled|maybe|Use true or false.",
					"observability.logging.max-line-size|-1|Use a size in between, such as 16KB.",
					"observability.logging.max-line-size|big|Use a size such as 16KB.",
					"observability.logging.fields.ride.id|number|Use one of ",
					"observability.logging.masking.emails|often|Use true or false.",
					"observability.logging.masking.enabled|2|Use true or false.",
					"observability.defaults.enabled|maybe|Use true or false." })
	void namesAWrongValueInJson(String key, String value, String fix, CapturedOutput output) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> start("--" + key + "=" + value).close());
		assertThat(failure(output)).contains("'" + key + "' is '" + value).contains(fix);
	}

	/** The message of the one failure on stdout, where every line is JSON. */
	private static String failure(CapturedOutput output) {
		assertThat(output.getErr()).isEmpty();
		assertThat(output.getOut()).startsWith("{");
		List<JsonNode> errors = JsonLines.parseAll(output.getOut())
			.stream()
			.filter((line) -> line.at("/log/level").asString().equals("ERROR"))
			.toList();
		assertThat(errors).hasSize(1);
		assertThat(errors.get(0).at("/error/stack_trace").isMissingNode()).isTrue();
		return errors.get(0).path("message").asString();
	}

	private static Stream<String> keys() throws IOException {
		ByteArrayOutputStream index = new ByteArrayOutputStream();
		try (InputStream stream = CLASS_LOADER.getResourceAsStream(SettingKeys.INDEX)) {
			stream.transferTo(index);
		}
		return index.toString(StandardCharsets.UTF_8)
			.lines()
			.filter((line) -> line.startsWith(SettingKeys.PREFIX))
			.flatMap((line) -> line.endsWith("[]") ? Stream.of(line, line.substring(0, line.length() - 2))
					: Stream.of(line))
			.map((line) -> line.replace("**", "first.second").replace("*", "some-name").replace("[]", "[0]"));
	}

	private static String camelCase(String key) {
		StringBuilder camelCase = new StringBuilder();
		for (String word : key.split("-")) {
			camelCase.append(camelCase.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return camelCase.toString();
	}

	private static PropertySource<?> variable(String name) {
		return new SystemEnvironmentPropertySource(name, new HashMap<>(Map.of(name, "x")));
	}

	private static void check(PropertySource<?>... sources) {
		SettingsCheck.checkKeys(environment(sources), CLASS_LOADER);
	}

	private static StandardEnvironment environment(PropertySource<?>... sources) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		Stream.of(sources).forEach(environment.getPropertySources()::addLast);
		return environment;
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Worker.class).web(WebApplicationType.NONE).run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Worker {

	}

}
