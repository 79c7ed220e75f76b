package io.github.observability.defaults;

import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class DefaultsEnvironmentPostProcessorTests {

	private static final String PROBABILITY = "management.tracing.sampling.probability";

	private static final String FORMAT = "logging.structured.format.console";

	@AfterEach
	void forgetTheLoggingSystem() {
		System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void setsEachDefault() {
		Environment environment = environment(application(Worker.class));
		for (BootDefault bootDefault : BootDefault.values()) {
			assertThat(environment.getProperty(bootDefault.key())).as(bootDefault.key()).isEqualTo(bootDefault.value());
		}
	}

	@Test
	void yieldsToConfigurationFiles() {
		Environment environment = environment(application(Worker.class),
				"--spring.config.location=classpath:/user-settings.yml");
		assertThat(environment.getProperty(PROBABILITY)).isEqualTo("0.5");
		assertThat(environment.getProperty("management.endpoints.web.exposure.include")).isEqualTo("*");
	}

	@Test
	void yieldsToPropertySourceAnnotations() {
		assertThat(environment(application(WithPropertySource.class)).getProperty(PROBABILITY)).isEqualTo("0.25");
	}

	@Test
	void yieldsToDefaultPropertiesOfTheApplication() {
		SpringApplication application = application(Worker.class);
		application.setDefaultProperties(Map.of("management.metrics.web.server.maxUriTags", "7", "own", "value"));
		ConfigurableApplicationContext context = application.run();
		assertThat(context.getEnvironment().getProperty("management.metrics.web.server.max-uri-tags")).isEqualTo("7");
		assertThat(context.getEnvironment().getProperty("own")).isEqualTo("value");
		assertThat(context.getEnvironment().getProperty(PROBABILITY)).isEqualTo("0.01");
		context.close();
	}

	@Test
	void yieldsToDefaultPropertiesThatAreNoMap() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addLast(new PropertySource<>("defaultProperties", new Object()) {

			@Override
			public @Nullable Object getProperty(String name) {
				return switch (name) {
					case "management.metrics.web.server.max-uri-tags" -> "7";
					case "own" -> "value";
					default -> null;
				};
			}

		});
		SpringApplication application = application(Worker.class);
		application.setEnvironment(environment);
		ConfigurableApplicationContext context = application.run();
		assertThat(environment.getProperty("management.metrics.web.server.max-uri-tags")).isEqualTo("7");
		assertThat(environment.getProperty("own")).isEqualTo("value");
		assertThat(environment.getProperty(PROBABILITY)).isEqualTo("0.01");
		assertThat(Binder.get(environment)
			.bind("management.prometheus.metrics.export.properties", Bindable.mapOf(String.class, String.class))
			.get()).containsEntry("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
		context.close();
	}

	@Test
	void leavesNothingInSystemProperties(CapturedOutput output) {
		ConfigurableApplicationContext context = application(Worker.class).run();
		LoggerFactory.getLogger("first").info("Written first");
		context.close();
		assertThat(System.getProperties().values())
			.noneMatch((value) -> String.valueOf(value).startsWith("io.github.observability."));
		assertThat(output.getOut().lines().filter((line) -> line.contains("Written first"))).singleElement()
			.asString()
			.startsWith("{");
	}

	@Test
	void letsANeighborWithoutTheStarterStart() throws Exception {
		environment(application(Worker.class));
		try (NeighborClassLoader neighbor = new NeighborClassLoader()) {
			assertThat(neighbor.start()).isEqualTo("started without the starter");
		}
	}

	@Test
	void keepsTheFormatWhenLogbackIsConfiguredAnew(CapturedOutput output) {
		try (ConfigurableApplicationContext context = application(Worker.class).run()) {
			assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getProperty("CONSOLE_LOG_STRUCTURED_FORMAT"))
				.isEqualTo("io.github.observability.logging.JsonLogFormatter");
			((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
			assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getProperty("CONSOLE_LOG_STRUCTURED_FORMAT"))
				.isEqualTo("io.github.observability.logging.JsonLogFormatter");
			LoggingSystem system = LoggingSystem.get(getClass().getClassLoader());
			system.cleanUp();
			system.initialize(new LoggingInitializationContext(context.getEnvironment()), null, null);
			LoggerFactory.getLogger("again").warn("Written anew");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("Written anew"))).singleElement()
			.asString()
			.startsWith("{");
	}

	@Test
	void setsNothingWhenDisabled() {
		Environment environment = environment(application(Worker.class), "--observability.defaults.enabled=false");
		for (BootDefault bootDefault : BootDefault.values()) {
			assertThat(environment.containsProperty(bootDefault.key())).as(bootDefault.key()).isFalse();
		}
		assertThat(environment.containsProperty(FORMAT)).isTrue();
	}

	@Test
	void leavesLogOutputAloneWithoutALoggingSystem() {
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		assertThat(environment(application(Worker.class)).containsProperty(FORMAT)).isFalse();
	}

	@Test
	void leavesLogOutputAloneWithAnotherLoggingSystem() {
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, "org.springframework.boot.logging.java.JavaLoggingSystem");
		assertThat(environment(application(Worker.class)).containsProperty(FORMAT)).isFalse();
	}

	@Test
	void leavesLogOutputAloneWithAnOwnLogbackFileAndSaysSo(CapturedOutput output) {
		assertThat(environment(application(Worker.class), "--logging.config=classpath:own-logback.xml")
			.containsProperty(FORMAT)).isFalse();
		assertThat(output.toString().lines().filter((line) -> line.contains("Log output is left as it is")))
			.singleElement()
			.asString()
			.contains("without masking: 'logging.config' names a file of yours")
			.endsWith("'io.github.observability.logging.encoder.LogEncoder' in its appenders to have secrets masked");
	}

	@Test
	void saysNothingWhenTextIsAskedFor(CapturedOutput output) {
		environment(application(Worker.class), "--observability.logging.format=text");
		assertThat(output).doesNotContain("Log output is left as it is");
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.logging.format=ecs", "observability.logging.format=text",
			"logging.config=classpath:own-logback.xml", "logging.pattern.console=%m%n" })
	void namesTheDeploymentAfterTheProfilesWhateverLinesLookLike(String setting) {
		assertThat(environment(application(Worker.class), "--spring.profiles.active=eu,production", "--" + setting)
			.getProperty("logging.structured.ecs.service.environment")).isEqualTo("eu,production");
		assertThat(environment(application(Worker.class), "--" + setting)
			.getProperty("logging.structured.ecs.service.environment")).isEqualTo("default");
	}

	@Test
	void namesAWrongSwitch() {
		assertThatException()
			.isThrownBy(() -> environment(application(Worker.class), "--observability.defaults.enabled=maybe"))
			.withStackTraceContaining("observability.defaults.enabled")
			.withStackTraceContaining("maybe");
	}

	private static SpringApplication application(Class<?> source) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private static Environment environment(SpringApplication application, String... arguments) {
		ConfigurableApplicationContext context = application.run(arguments);
		context.close();
		return context.getEnvironment();
	}

	@Configuration(proxyBeanMethods = false)
	static class Worker {

	}

	@Configuration(proxyBeanMethods = false)
	@org.springframework.context.annotation.PropertySource("classpath:/user-settings.properties")
	static class WithPropertySource {

	}

}
