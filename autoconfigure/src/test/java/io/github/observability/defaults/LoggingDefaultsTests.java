package io.github.observability.defaults;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingDefaults}.
 */
class LoggingDefaultsTests {

	private final MockEnvironment environment = new MockEnvironment();

	@AfterEach
	void forgetTheLoggingSystem() {
		System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
	}

	@Test
	void worksWithLogback() {
		assertThat(new LoggingDefaults(this.environment, getClass().getClassLoader()).impossible()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "logback-spring.xml", "logback.xml", "logback-test.xml" })
	void leavesLogOutputToAFileOfTheUser(String file, @TempDir Path classes) throws IOException {
		Files.writeString(classes.resolve(file), "<configuration/>");
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { classes.toUri().toURL() },
				getClass().getClassLoader())) {
			assertThat(new LoggingDefaults(this.environment, classLoader).ownFile())
				.startsWith("'" + file + "' is on the class path. Use the encoder");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<include resource='org/springframework/boot/logging/logback/base.xml'/>",
			"<include resource='org/springframework/boot/logging/logback/defaults.xml'/><springProfile name='a'>"
					+ "<include resource='org/springframework/boot/logging/logback/console-appender.xml'/></springProfile>",
			"<include resource='io/github/observability/logging/console-appender.xml'/>",
			"<appender name='A' class='a.B'><encoder class='org.springframework.boot.logging.logback.StructuredLogEncoder'>"
					+ "<format>ecs</format></encoder></appender>",
			"<appender name='A' class='a.B'><encoder class='org.springframework.boot.logging.logback.StructuredLogEncoder'>"
					+ "<format>io.github.observability.logging.JsonLogFormatter</format></encoder></appender>"
					+ "<appender name='B' class='AsyncAppender'><appender-ref ref='A'/></appender>",
			"<appender name='A' class='a.B'><encoder class='net.logstash.logback.encoder.LogstashEncoder'>"
					+ "<decorator class='io.github.observability.logging.encoder.LogstashMaskingDecorator'/></encoder></appender>" })
	void worksWithAFileThatLeavesTheFormatToBoot(String content, @TempDir Path directory) throws IOException {
		assertThat(ownFile(content, directory)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<include file='mine.xml'/>",
			"<include resource='org/springframework/boot/logging/logback/base.xml'/><include resource='mine.xml'/>",
			"<include resource='org/springframework/boot/logging/logback/base.xml'/>"
					+ "<property name='CONSOLE_LOG_PATTERN' value='%m%n'/>",
			"<include resource='org/springframework/boot/logging/logback/base.xml'/>"
					+ "<appender name='A' class='a.B'><encoder><pattern>%m%n</pattern></encoder></appender>",
			"<appender name='A' class='a.B'><encoder class='org.springframework.boot.logging.logback.StructuredLogEncoder'>"
					+ "<format>org.example.Format</format></encoder></appender>",
			"<appender name='A' class='a.B'/>", "<broken" })
	void leavesLogOutputToAFileWithAFormatOfItsOwn(String content, @TempDir Path directory) throws IOException {
		assertThat(ownFile(content, directory)).contains("'logging.config'")
			.contains("'io.github.observability.logging.encoder.LogEncoder'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "LogstashEncoder", "LoggingEventCompositeJsonEncoder" })
	void namesTheDecoratorForEncodersOfLogstash(String encoder, @TempDir Path directory) throws IOException {
		assertThat(ownFile("<appender name='A' class='a.B'><encoder class='net.logstash.logback.encoder." + encoder
				+ "'/></appender>", directory))
			.contains("'io.github.observability.logging.encoder.LogstashMaskingDecorator'");
	}

	private @Nullable String ownFile(String content, Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("own.xml"), "<configuration>" + content + "</configuration>");
		this.environment.withProperty("logging.config", file.toUri().toString());
		return new LoggingDefaults(this.environment, getClass().getClassLoader()).ownFile();
	}

	@Test
	void worksWithoutTheEncoder() {
		assertThat(new LoggingDefaults(this.environment, new FilteredClassLoader("net.logstash")).impossible())
			.isNull();
	}

	@Test
	void takesEmptySettingsAsNotSet() {
		this.environment.withProperty("logging.config", "")
			.withProperty("logging.pattern.console", "")
			.withProperty("logging.pattern.file", " ");
		LoggingDefaults defaults = new LoggingDefaults(this.environment, getClass().getClassLoader());
		assertThat(defaults.impossible()).isNull();
		assertThat(defaults.ownFile()).isNull();
		assertThat(defaults.textValues()).containsOnlyKeys("logging.structured.format.console",
				"logging.structured.format.file");
	}

	@Test
	void leavesLinesOfTextToAPatternOfTheUser() {
		this.environment.withProperty("logging.pattern.console", "%m%n");
		assertThat(new LoggingDefaults(this.environment, getClass().getClassLoader()).textValues())
			.containsOnlyKeys("logging.structured.format.file");
	}

	@Test
	void backsOffWithLog4j() {
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, Log4J2LoggingSystem.class.getName());
		assertThat(new LoggingDefaults(this.environment, getClass().getClassLoader()).impossible())
			.isEqualTo("the logging system is LoggingDefaultsTests.Log4J2LoggingSystem, not Logback");
	}

	static class Log4J2LoggingSystem extends LoggingSystem {

		Log4J2LoggingSystem(ClassLoader classLoader) {
		}

		@Override
		public void beforeInitialize() {
			// Nothing is logged.
		}

		@Override
		public void initialize(LoggingInitializationContext context, String location, LogFile file) {
			// Nothing is logged.
		}

		@Override
		public void setLogLevel(String logger, LogLevel level) {
			// Nothing is logged.
		}

	}

}
