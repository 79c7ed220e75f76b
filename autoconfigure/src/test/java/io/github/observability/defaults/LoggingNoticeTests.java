package io.github.observability.defaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingNotice}.
 */
class LoggingNoticeTests {

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void saysNothingWithoutSettings(boolean text) {
		this.environment.withProperty("logging.pattern.console", " ")
			.withProperty("logging.structured.format.console", "io.github.observability.logging.JsonLogFormatter");
		assertThat(new LoggingNotice(this.environment).of(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "GELF", "logstash" })
	void saysThatBootsFormatsAreMasked(String format) {
		this.environment.withProperty("logging.structured.format.console", format);
		assertThat(new LoggingNotice(this.environment).of(false))
			.isEqualTo("'logging.structured.format.console' is in force, Boot's format, with secrets masked");
	}

	@Test
	void saysWhatBringsMaskingBack() {
		this.environment.withProperty("logging.structured.format.console", "ecs")
			.withProperty("observability.logging.masking.enabled", "false");
		assertThat(new LoggingNotice(this.environment).of(false))
			.endsWith("without masking. Set 'observability.logging.masking.enabled=true' to have secrets masked");
	}

	@Test
	void saysThatAFormatOfTheApplicationDoesNotMask() {
		this.environment.withProperty("logging.structured.format.console", "org.example.Format")
			.withProperty("logging.structured.format.file", "org.example.Format")
			.withProperty("logging.file.name", "rides.log");
		assertThat(new LoggingNotice(this.environment).of(false)).isEqualTo(
				"'logging.structured.format.console' and 'logging.structured.format.file' are in force, without masking. "
						+ "Remove what is set to have secrets masked");
	}

	@Test
	void saysThatAPatternIsNotInForce() {
		this.environment.withProperty("logging.pattern.console", "%m%n").withProperty("logging.pattern.file", "%m%n");
		assertThat(new LoggingNotice(this.environment).of(false))
			.startsWith("'logging.pattern.console' is not in force: lines are JSON with secrets masked")
			.contains("'observability.logging.format=text'");
	}

	@Test
	void saysThatAPatternDoesNotMask() {
		this.environment.withProperty("logging.pattern.console", "%m%n");
		assertThat(new LoggingNotice(this.environment).of(true)).isEqualTo(
				"'logging.pattern.console' is in force, without masking. Remove what is set to have secrets masked");
	}

}
