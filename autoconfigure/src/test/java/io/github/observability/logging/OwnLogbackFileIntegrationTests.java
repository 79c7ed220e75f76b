package io.github.observability.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import io.github.observability.testing.JsonLines;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications with a Logback file of their own, or with Boot's formats, write.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnLogbackFileIntegrationTests {

	private static final String BASE = "<include resource='org/springframework/boot/logging/logback/base.xml'/>"
			+ "<logger name='org.example' level='DEBUG'/>";

	private static final String ROOT = "<root level='INFO'><appender-ref ref='CONSOLE'/></root>";

	@TempDir
	private Path directory;

	@BeforeEach
	@AfterEach
	void forgetTheLastApplication() {
		MDC.clear();
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
	}

	@Test
	void thatIncludesBootsFilesHasTheStartersFormat(CapturedOutput output) throws IOException {
		run(BASE, () -> LoggerFactory.getLogger("org.example").debug("Login with password=hunter2"));
		assertThat(JsonLines.parseAll(output.getOut())).isNotEmpty();
		assertThat(JsonLines.withMessage(output.getOut(), "Login").at("/message").asString())
			.isEqualTo("Login with password=***");
		assertThat(Files.readString(this.directory.resolve("own.log"))).contains("password=***")
			.doesNotContain("hunter2");
		assertThat(output).doesNotContain("Log output is left");
	}

	@Test
	void keepsTheFormatWhenItIsReadAgain(CapturedOutput output) throws IOException {
		run(BASE, () -> {
			LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
			context.reset();
			JoranConfigurator configurator = new JoranConfigurator();
			configurator.setContext(context);
			try {
				configurator.doConfigure(this.directory.resolve("own.xml").toFile());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			LoggerFactory.getLogger("org.example").debug("Again with password=hunter2");
		});
		assertThat(JsonLines.withMessage(output.getOut(), "Again").at("/message").asString())
			.isEqualTo("Again with password=***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<include resource='io/github/observability/logging/console-appender.xml'/>",
			"<include resource='org/springframework/boot/logging/logback/defaults.xml'/>"
					+ "<include resource='org/springframework/boot/logging/logback/structured-console-appender.xml'/>",
			"<appender name='CONSOLE' class='ch.qos.logback.core.ConsoleAppender'>"
					+ "<encoder class='io.github.observability.logging.encoder.LogEncoder'/></appender>",
			"<appender name='CONSOLE' class='ch.qos.logback.core.ConsoleAppender'>"
					+ "<encoder class='org.springframework.boot.logging.logback.StructuredLogEncoder'>"
					+ "<format>io.github.observability.logging.JsonLogFormatter</format></encoder></appender>" })
	void thatNamesTheStartersFormatHasIt(String appender, CapturedOutput output) throws IOException {
		run(appender + ROOT, () -> LoggerFactory.getLogger("org.example").info("Login with password=hunter2"));
		JsonNode line = JsonLines.withMessage(output.getOut(), "Login");
		assertThat(line.at("/message").asString()).isEqualTo("Login with password=***");
		assertThat(line.at("/service/name").asString()).isEqualTo("rides");
	}

	@Test
	void masksWithTheEncoderOfLogstash(CapturedOutput output) throws IOException {
		String appender = "<appender name='CONSOLE' class='ch.qos.logback.core.ConsoleAppender'>"
				+ "<encoder class='net.logstash.logback.encoder.LogstashEncoder'>"
				+ "<decorator class='io.github.observability.logging.encoder.LogstashMaskingDecorator'/>"
				+ "<provider class='io.github.observability.logging.encoder.LogstashServiceProvider'/>"
				+ "</encoder></appender>";
		run(appender + ROOT, () -> {
			MDC.put("traceId", "0af7651916cd43dd8448eb211c80319c");
			MDC.put("authorization", "Basic dXNlcjpwdw==");
			LoggerFactory.getLogger("org.example")
				.info(Markers.appendRaw("body", "{\"password\":\"hunter2\",\"rides\":[1,2]}"),
						"Login with password=hunter2 {}",
						StructuredArguments
							.entries(Map.of("credentials", List.of("hunter2", Map.of("user", "hunter2", "age", 7)),
									"card", 4111111111111111L, "count", 3)),
						new IllegalStateException("Cannot use token=hunter2"));
		});
		JsonNode line = JsonLines.withMessage(output.getOut(), "Login");
		assertThat(line.toString()).doesNotContain("hunter2").doesNotContain("4111111111111111");
		assertThat(line.path("message").asString()).startsWith("Login with password=***");
		assertThat(line.path("authorization").asString()).isEqualTo("***");
		assertThat(line.at("/body/password").asString()).isEqualTo("***");
		assertThat(line.at("/body/rides/1").asInt()).isEqualTo(2);
		assertThat(line.at("/credentials/1/age").asString()).isEqualTo("***");
		assertThat(line.path("count").asInt()).isEqualTo(3);
		assertThat(line.path("stack_trace").asString()).contains("token=***");
		assertThat(line.path("service_name").asString()).isEqualTo("rides");
		assertThat(line.path("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
	}

	@Test
	void hasIdsWithTheCompositeEncoder(CapturedOutput output) throws IOException {
		String appender = "<appender name='CONSOLE' class='ch.qos.logback.core.ConsoleAppender'>"
				+ "<encoder class='net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder'>"
				+ "<decorator class='io.github.observability.logging.encoder.LogstashMaskingDecorator'/>"
				+ "<providers><message/><provider class='io.github.observability.logging.encoder.LogstashServiceProvider'>"
				+ "<ids>true</ids></provider></providers></encoder></appender>";
		run(appender + ROOT, () -> {
			MDC.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
			MDC.put("city", "berlin");
			LoggerFactory.getLogger("org.example").info("Login with password=hunter2");
		});
		JsonNode line = JsonLines.withMessage(output.getOut(), "Login");
		assertThat(line.path("message").asString()).isEqualTo("Login with password=***");
		assertThat(line.path("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(line.path("service_name").asString()).isEqualTo("rides");
		assertThat(line.has("city")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "gelf", "logstash" })
	void masksBootsFormatsAndSaysSo(String format, CapturedOutput output) {
		ConfigurableApplicationContext context = start("--logging.structured.format.console=" + format);
		MDC.put("authorization", "Basic dXNlcjpwdw==");
		LoggerFactory.getLogger("org.example")
			.atWarn()
			.addKeyValue("api.key", "hunter2")
			.addKeyValue("card", 4111111111111111L)
			.addKeyValue("count", 3)
			.setCause(new IllegalStateException("Cannot use token=hunter2"))
			.log("Login with password=hunter2");
		context.close();
		assertThat(JsonLines.parseAll(output.getOut())).isNotEmpty();
		assertThat(output.getOut()).contains("Login with password=***")
			.contains("token=***")
			.contains("3")
			.doesNotContain("hunter2")
			.doesNotContain("dXNlcjpwdw")
			.doesNotContain("4111111111111111");
		assertThat(output.getOut().lines().filter((line) -> line.contains("is in force"))).singleElement()
			.asString()
			.contains("with secrets masked");
	}

	@Test
	void leavesBootsFormatsWithoutMasking(CapturedOutput output) {
		ConfigurableApplicationContext context = start("--logging.structured.format.console=ecs",
				"--observability.logging.masking.enabled=false");
		LoggerFactory.getLogger("org.example").info("Login with password=hunter2");
		context.close();
		assertThat(output.getOut()).contains("password=hunter2");
	}

	private void run(String content, Runnable work) throws IOException {
		Path file = Files.writeString(this.directory.resolve("own.xml"),
				"<configuration>" + content + "</configuration>");
		ConfigurableApplicationContext context = start("--logging.config=" + file.toUri(),
				"--logging.file.name=" + this.directory.resolve("own.log"));
		work.run();
		context.close();
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Worker.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=rides")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Worker {

	}

}
