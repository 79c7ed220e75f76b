package io.github.observability.logging;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class TextLogFormatterTests {

	private final LoggerContext context = new LoggerContext();

	@BeforeEach
	void colorWhateverTheConsole() {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
		AnsiOutput.setEnabled(AnsiOutput.Enabled.ALWAYS);
	}

	@AfterEach
	void detectColors() {
		AnsiOutput.setEnabled(AnsiOutput.Enabled.DETECT);
	}

	@Test
	void alignsLinesAndShortensIds() {
		LoggingEvent event = event("Ride requested", null, "http-nio-80-exec-1");
		event.setMDCPropertyMap(Map.of("traceId", "0af7651916cd43dd8448eb211c80319c", "ride.id", "7"));
		assertThat(write(PlainTextLogFormatter.class, event)).matches(
				"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  0af76519 p-nio-80-exec-1 org\\.example\\.Rides {19} : Ride requested ride\\.id=7\n");
		assertThat(write(PlainTextLogFormatter.class, event("Next", null)))
			.matches(".{23} INFO  -        main            org\\.example\\.Rides {19} : Next\n");
	}

	@Test
	void colorsOnlyTheConsole() {
		assertThat(write(TextLogFormatter.class, event("Hello", null))).contains("\u001B[32mINFO ");
		assertThat(write(PlainTextLogFormatter.class, event("Hello", null))).doesNotContain("\u001B");
	}

	@Test
	void letsNothingStartALineOrTalkToTheTerminal() {
		LoggingEvent event = event("a\r\n2026 ERROR forged\u001B[31m \u009B31m \u2028 \u202E", null);
		event.setMDCPropertyMap(Map.of("key\n2", "b\nc"));
		event.setKeyValuePairs(List.of(new KeyValuePair("list", List.of("d\ne"))));
		assertThat(write(PlainTextLogFormatter.class, event))
			.endsWith(" : a\\r\\n2026 ERROR forged\\u001b[31m \\u009b31m \\u2028 \\u202e key\\n2=b\\nc list=[d\\ne]\n")
			.containsOnlyOnce("\n");
	}

	@Test
	void writesStackTracesIndented() {
		String text = write(PlainTextLogFormatter.class, event("Failed", new IllegalStateException("x\ny password=z")));
		assertThat(text.lines().skip(1)).allMatch((line) -> line.startsWith("    "))
			.first()
			.isEqualTo("    java.lang.IllegalStateException: x\\ny password=***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter",
			"org.springframework.boot.autoconfigure.logging.ConditionEvaluationReportLogger" })
	void keepsReportsOfTheStartReadable(String logger) {
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger(logger), Level.ERROR,
				"\n\nDescription:\n\nPort 8080\u001B[31m is in use.\n", null, null);
		event.setThreadName("main");
		assertThat(write(PlainTextLogFormatter.class, event))
			.endsWith(" : \n    Description:\n    \n    Port 8080\\u001b[31m is in use.\n");
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainTextLogFormatter.class, TextLogFormatter.class })
	void keepsTheLimit(Class<?> formatter) {
		for (String part : new String[] { "x", "\u009B", "\u2028", "\u4F60", "\uD83D\uDE00", "\n" }) {
			LoggingEvent event = event(part.repeat(100_000), new IllegalStateException(part.repeat(100_000)));
			Map<String, String> mdc = new HashMap<>();
			for (int i = 0; i < 500; i++) {
				mdc.put("key" + i, part);
			}
			event.setMDCPropertyMap(mdc);
			String line = write(formatter, event);
			assertThat(line.getBytes(StandardCharsets.UTF_8).length).isBetween(8 * 1024, 16 * 1024);
			assertThat(line).endsWith("\n");
		}
	}

	@Test
	void masksSecrets() {
		assertThat(write(PlainTextLogFormatter.class, event("password=hunter2", null))).endsWith(" : password=***\n");
	}

	private String write(Class<?> formatter, LoggingEvent event) {
		this.context.putObject(Environment.class.getName(), new MockEnvironment());
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(formatter.getName());
		encoder.start();
		return new String(encoder.encode(event), StandardCharsets.UTF_8);
	}

	private LoggingEvent event(String message, @Nullable Throwable failure) {
		return event(message, failure, "main");
	}

	private LoggingEvent event(String message, @Nullable Throwable failure, String thread) {
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Rides"),
				Level.INFO, message, failure, null);
		event.setThreadName(thread);
		return event;
	}

}
