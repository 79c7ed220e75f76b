package io.github.observability.logging;

import java.util.List;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.testing.JsonLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application writes to stdout from its first byte on.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jdk")
class StructuredLoggingIntegrationTests {

	/**
	 * Boot hands settings to Logback as system properties and leaves those of the last
	 * application in place.
	 */
	@BeforeEach
	@AfterEach
	void forgetTheLastApplication() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void writesJsonFromTheFirstByteOn(CapturedOutput output) {
		start("--spring.application.name=rides", "--spring.profiles.active=production").close();
		assertThat(output.getOut()).startsWith("{");
		List<JsonNode> lines = JsonLines.parseAll(output.getOut());
		assertThat(lines).isNotEmpty()
			.allSatisfy((line) -> assertThat(line.at("/service/name").asString()).isEqualTo("rides"))
			.allSatisfy((line) -> assertThat(line.at("/service/environment").asString()).isEqualTo("production"));
	}

	@Test
	void writesTextOnRequest(CapturedOutput output) {
		start("--observability.logging.format=text").close();
		assertThat(output.getOut()).contains(" INFO  -        main ").doesNotContain("{\"@timestamp\"");
	}

	@Test
	void keepsOwnPatternOfText(CapturedOutput output) {
		start("--observability.logging.format=text", "--logging.pattern.console=OWN %m%n").close();
		assertThat(output.getOut()).contains("OWN ").doesNotContain(" INFO  -        main ");
	}

	@Test
	void looksUpNoJarsOfClassesInStackTraces() {
		start().close();
		assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).isPackagingDataEnabled()).isFalse();
	}

	@Test
	void leavesBootsFormatWhenDisabled(CapturedOutput output) {
		start("--observability.logging.enabled=false").close();
		assertThat(output.getOut()).contains(":: Spring Boot ::").doesNotContain("{\"@timestamp\"");
	}

	@Test
	void usesOwnFormat(CapturedOutput output) {
		start("--logging.structured.format.console=gelf").close();
		assertThat(JsonLines.parseAll(output.getOut())).isNotEmpty()
			.allSatisfy((line) -> assertThat(line.path("version").asString()).isEqualTo("1.1"));
	}

	@Test
	void usesOwnLogbackFile(CapturedOutput output) {
		start("--logging.config=classpath:own-logback.xml").close();
		assertThat(output.getOut()).contains("OWN INFO").doesNotContain("{\"@timestamp\"");
	}

	@Test
	void writesLinesOfOtherLoggers(CapturedOutput output) {
		ConfigurableApplicationContext context = start();
		LoggerFactory.getLogger("org.example").atInfo().addKeyValue("ride.id", 7).log("Ride {}", "requested");
		context.close();
		assertThat(JsonLines.withMessage(output.getOut(), "Ride requested").path("ride_id_long").asInt()).isEqualTo(7);
	}

	@Test
	void namesAnUnknownFormat(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--observability.logging.format=yaml"));
		assertThat(output).contains("observability.logging.format")
			.contains("yaml")
			.contains("ecs")
			.contains("logstash")
			.contains("text");
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Worker.class).web(WebApplicationType.NONE).run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Worker {

	}

}
