package io.github.observability.defaults;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Artifact}.
 */
class ArtifactTests {

	private static final String NAME = "logging.structured.ecs.service.name";

	private static final String VERSION = "logging.structured.ecs.service.version";

	@TempDir
	private Path classes;

	@Test
	void hasTheArtifactOfTheBuild() throws IOException {
		assertThat(artifact("build.artifact=rides\nbuild.name=Rides of Berlin\nbuild.version=1.2.3",
				RidesApplication.class))
			.isEqualTo(new Artifact("rides", "1.2.3"));
	}

	@Test
	void hasTheNameOfTheBuild() throws IOException {
		assertThat(artifact("build.artifact=\nbuild.name=Fahrten f\u00fcr alle", RidesApplication.class))
			.isEqualTo(new Artifact("Fahrten f\u00fcr alle", null));
	}

	@Test
	void hasTheTitleOfTheJar() throws IOException {
		assertThat(artifact(null, Test.class).name()).isEqualTo("junit-jupiter-api");
	}

	@Test
	void hasTheNameOfTheMainClass() throws IOException {
		assertThat(artifact(null, RidesApplication.class).name()).isEqualTo("rides");
		assertThat(artifact(null, HTTPGatewayApplicationKt.class).name()).isEqualTo("http-gateway");
	}

	@Test
	void hasTheNameThatOpenTelemetryHas() throws IOException {
		assertThat(artifact(null, Application.class).name()).isEqualTo("unknown_service:java");
		assertThat(artifact(null, null).name()).isEqualTo("unknown_service:java");
	}

	@Test
	void toleratesABrokenFile() throws IOException {
		assertThat(artifact("build.name=\\u00zz", RidesApplication.class).name()).isEqualTo("rides");
	}

	@Test
	void namesTheServiceWithoutAName() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getEnvironment().getProperty(NAME)).isEqualTo("rides");
		}
	}

	@Test
	void describesADeployedApplicationByItsSource() {
		SpringApplication application = application();
		application.setMainApplicationClass(ServletInitializer.class);
		assertThat(Artifact.of(application, getClass().getClassLoader()).name()).isEqualTo("rides");
	}

	@Test
	void yieldsToSettings() {
		try (ConfigurableApplicationContext context = start("--" + NAME + "=own", "--" + VERSION + "=7")) {
			assertThat(context.getEnvironment().getProperty(NAME)).isEqualTo("own");
			assertThat(context.getEnvironment().getProperty(VERSION)).isEqualTo("7");
		}
		try (ConfigurableApplicationContext context = start("--spring.application.name=named")) {
			assertThat(context.getEnvironment().containsProperty(NAME)).isFalse();
		}
	}

	@Test
	void versionIsThatOfTheBuildWithoutAnother() throws IOException {
		Files.createDirectories(this.classes.resolve("META-INF"));
		Files.writeString(this.classes.resolve(Artifact.BUILD_INFO), "build.artifact=built\nbuild.version=3.2.1");
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.classes.toUri().toURL() },
				getClass().getClassLoader())) {
			assertThat(new LoggingDefaults(new MockEnvironment(), classLoader).service(application()))
				.isEqualTo(Map.of(NAME, "built", VERSION, "3.2.1"));
			assertThat(new LoggingDefaults(new MockEnvironment().withProperty("spring.application.name", "named")
				.withProperty("spring.application.version", "1"), classLoader).service(application())).isEmpty();
		}
	}

	private Artifact artifact(@Nullable String build, @Nullable Class<?> mainClass) throws IOException {
		if (build != null) {
			Files.createDirectories(this.classes.resolve("META-INF"));
			Files.writeString(this.classes.resolve(Artifact.BUILD_INFO), build);
		}
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.classes.toUri().toURL() },
				getClass().getClassLoader())) {
			return Artifact.of(mainClass, classLoader);
		}
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(RidesApplication.class);
		application.setMainApplicationClass(RidesApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return application().run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class RidesApplication {

	}

	static class HTTPGatewayApplicationKt {

	}

	static class Application {

	}

	static class ServletInitializer {

	}

}
