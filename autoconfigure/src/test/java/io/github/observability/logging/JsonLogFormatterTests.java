package io.github.observability.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.observability.testing.JsonLines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Lines as Boot's encoder gets them from the formatter.
 */
class JsonLogFormatterTests {

	private final LoggerContext context = new LoggerContext();

	private final MockEnvironment environment = new MockEnvironment();

	private LoggingEvent event = event("Hello");

	@BeforeEach
	void describeService() {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
		set("spring.application.name", "rides");
		set("spring.application.version", "1.2.3");
		set("spring.application.pid", "42");
		set("logging.structured.ecs.service.environment", "production");
		set("logging.structured.ecs.service.node-name", "node-1");
	}

	@Test
	void writesNestedEcsFields() {
		this.event.setMDCPropertyMap(Map.of("traceId", "0af7651916cd43dd8448eb211c80319c", "spanId", "b7ad6b7169203331",
				"requestId", "r-1", "userId", "ada", "tenant", "acme", "ride.id", "7"));
		JsonNode line = write();
		assertThat(line.at("/@timestamp").asString()).isEqualTo("2026-11-23T10:15:30.123456Z");
		assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
		assertThat(line.at("/log/logger").asString()).isEqualTo("org.example.Rides");
		assertThat(line.at("/process/pid").asInt()).isEqualTo(42);
		assertThat(line.at("/process/thread/name").asString()).isEqualTo("main");
		assertThat(line.at("/service/name").asString()).isEqualTo("rides");
		assertThat(line.at("/service/version").asString()).isEqualTo("1.2.3");
		assertThat(line.at("/service/environment").asString()).isEqualTo("production");
		assertThat(line.at("/service/node/name").asString()).isEqualTo("node-1");
		assertThat(line.at("/message").asString()).isEqualTo("Hello");
		assertThat(line.at("/ecs/version").asString()).isEqualTo("8.11");
		assertThat(line.at("/trace/id").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(line.at("/span/id").asString()).isEqualTo("b7ad6b7169203331");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.at("/user/id").asString()).isEqualTo("ada");
		assertThat(line.at("/tenant").asString()).isEqualTo("acme");
		assertThat(line.at("/ride/id").asString()).isEqualTo("7");
		assertThat(line.has("traceId")).isFalse();
	}

	@Test
	void writesTheIdsOfAJavaAgent() {
		this.event.setMDCPropertyMap(Map.of("trace_id", "0af7651916cd43dd8448eb211c80319c", "span_id",
				"b7ad6b7169203331", "trace_flags", "01"));
		JsonNode line = write();
		assertThat(line.at("/trace/id").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(line.at("/span/id").asString()).isEqualTo("b7ad6b7169203331");
		assertThat(line.has("trace_id")).isFalse();
	}

	@Test
	void writesTheSameValueOfAFieldOnce() {
		this.event.setMDCPropertyMap(Map.of("traceId", "1", "trace_id", "1"));
		assertThat(write().has("trace_id")).isFalse();
	}

	@Test
	void writesFlatLogstashFields() {
		set("observability.logging.format", "logstash");
		this.event.setMDCPropertyMap(Map.of("traceId", "0af7651916cd43dd8448eb211c80319c", "ride.id", "7"));
		JsonNode line = write();
		assertThat(line.path("@version").asString()).isEqualTo("1");
		assertThat(line.path("level").asString()).isEqualTo("INFO");
		assertThat(line.path("logger_name").asString()).isEqualTo("org.example.Rides");
		assertThat(line.path("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(line.path("ride.id").asString()).isEqualTo("7");
	}

	@Test
	void endsEachLineOnce() {
		this.event = event("two\nlines\r\n");
		byte[] line = encoder().encode(this.event);
		assertThat(new String(line, StandardCharsets.UTF_8)).startsWith("{").endsWith("}\n").containsOnlyOnce("\n");
	}

	@Test
	void keepsTypesOfKeyValues() {
		this.event.setKeyValuePairs(List.of(new KeyValuePair("count", 3), new KeyValuePair("ratio", 0.5),
				new KeyValuePair("big", 1L << 40), new KeyValuePair("done", true), new KeyValuePair("nan", Double.NaN),
				new KeyValuePair("unit", new StringBuilder("km"))));
		JsonNode line = write();
		assertThat(line.path("count").isInt()).isTrue();
		assertThat(line.path("ratio").isDouble()).isTrue();
		assertThat(line.path("big").asLong()).isEqualTo(1L << 40);
		assertThat(line.path("done").isBoolean()).isTrue();
		assertThat(line.path("nan_text").asString()).isEqualTo("NaN");
		assertThat(line.path("unit").asString()).isEqualTo("km");
	}

	@Test
	void keepsEveryValueWhenKeysClash() {
		Map<String, String> mdc = new LinkedHashMap<>();
		mdc.put("message", "mine");
		mdc.put("log", "mine too");
		mdc.put("@timestamp", "today");
		mdc.put("a", "1");
		mdc.put("a.b", "2");
		mdc.put("service.name", "other");
		mdc.put("error.code", "E1");
		mdc.put("..", "dots");
		mdc.put("", "empty");
		this.event.setMDCPropertyMap(mdc);
		this.event.setKeyValuePairs(List.of(new KeyValuePair("a", "3"), new KeyValuePair("a.b.c", "4")));
		JsonNode line = write();
		assertThat(line.path("message").asString()).isEqualTo("Hello");
		assertThat(line.path("message_").asString()).isEqualTo("mine");
		assertThat(line.path("log_").asString()).isEqualTo("mine too");
		assertThat(line.path("@timestamp_").asString()).isEqualTo("today");
		assertThat(line.at("/service/name").asString()).isEqualTo("rides");
		assertThat(line.path("service_name").asString()).isEqualTo("other");
		assertThat(line.at("/error/code").asString()).isEqualTo("E1");
		assertThat(line.path("a").asString()).isEqualTo("1");
		assertThat(line.path("a_b").asString()).isEqualTo("2");
		assertThat(line.path("a_").asString()).isEqualTo("3");
		assertThat(line.path("a_b_c").asString()).isEqualTo("4");
		assertThat(line.path("_").asString()).isEqualTo("dots");
		assertThat(line.path("__").asString()).isEqualTo("empty");
	}

	@Test
	void writesTheRootCauseFirst() {
		this.event = event("Failed", new IllegalStateException("outer", cause()));
		JsonNode line = write();
		assertThat(line.at("/error/type").asString()).isEqualTo("java.lang.IllegalStateException");
		assertThat(line.at("/error/message").asString()).isEqualTo("outer");
		assertThat(line.at("/error/stack_trace").asString())
			.startsWith("java.lang.IllegalArgumentException: inner\n\tat ")
			.contains("IllegalStateException: outer");
	}

	@Test
	void shortensLongStackTraces() {
		Exception failure = new IllegalStateException("x".repeat(100_000));
		this.event = event("Failed", failure);
		assertThat(write().at("/error/stack_trace").asString()).hasSizeLessThanOrEqualTo(8 * 1024);
	}

	@Test
	void writesMarkersAsTags() {
		this.event.addMarker(MarkerFactory.getMarker("AUDIT"));
		this.event.addMarker(MarkerFactory.getMarker("COMMONS-LOGGING"));
		assertThat(write().path("tags")).singleElement()
			.satisfies((tag) -> assertThat(tag.asString()).isEqualTo("AUDIT"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lone \uD83D surrogate", "nul \0 and \u001B[31m", "\uFFFF", "\u2028" })
	void writesEveryMessage(String message) {
		this.event = event(message);
		assertThat(write().path("message").asString()).isNotEmpty();
	}

	@Test
	void writesALineWhenAValueCannotBeWritten() {
		this.event.setKeyValuePairs(List.of(new KeyValuePair("bad", new Object() {
			@Override
			public String toString() {
				throw new IllegalStateException("no string");
			}
		})));
		StructuredLogEncoder encoder = encoder();
		JsonNode line = write(encoder);
		assertThat(line.path("message").asString()).isEqualTo("Hello");
		assertThat(line.path("bad").asString()).isEqualTo("[not readable: java.lang.IllegalStateException]");
		this.event = event("Next");
		assertThat(write(encoder).path("message").asString()).isEqualTo("Next");
	}

	@Test
	void honoursIncludeExcludeRenameAndAdd() {
		set("logging.structured.json.exclude", "process,ecs.version");
		set("logging.structured.json.rename[service.name]", "app");
		set("logging.structured.json.rename[message]", "msg");
		set("logging.structured.json.add[team.name]", "payments");
		JsonNode line = write();
		assertThat(line.has("process")).isFalse();
		assertThat(line.has("ecs")).isFalse();
		assertThat(line.at("/service/app").asString()).isEqualTo("rides");
		assertThat(line.path("msg").asString()).isEqualTo("Hello");
		assertThat(line.at("/team/name").asString()).isEqualTo("payments");
	}

	@Test
	void honoursInclude() {
		set("logging.structured.json.include", "message,log,log.level");
		this.event.setMDCPropertyMap(Map.of("tenant", "acme"));
		assertThat(write().toString()).isEqualTo("{\"log\":{\"level\":\"INFO\"},\"message\":\"Hello\"}");
	}

	@Test
	void honoursThePrefixOfContext() {
		set("logging.structured.json.context.prefix", "labels");
		this.event.setMDCPropertyMap(Map.of("tenant", "acme", "traceId", "1"));
		JsonNode line = write();
		assertThat(line.at("/labels/tenant").asString()).isEqualTo("acme");
		assertThat(line.at("/trace/id").asString()).isEqualTo("1");
	}

	@Test
	void honoursTheExclusionOfContext() {
		set("logging.structured.json.context.include", "false");
		this.event.setMDCPropertyMap(Map.of("tenant", "acme"));
		assertThat(write().has("tenant")).isFalse();
	}

	@Test
	void honoursStackTraceSettings() {
		set("logging.structured.json.stacktrace.root", "last");
		set("logging.structured.json.stacktrace.max-throwable-depth", "1");
		this.event = event("Failed", new IllegalStateException("outer", new IllegalArgumentException("inner")));
		assertThat(write().at("/error/stack_trace").asString()).startsWith("java.lang.IllegalStateException: outer")
			.contains("Caused by: java.lang.IllegalArgumentException: inner");
	}

	@Test
	void honoursCustomizersBesideTheOtherSettings() {
		set("logging.structured.json.customizer", UpperCaseCustomizer.class.getName());
		set("logging.structured.json.exclude", "process");
		set("logging.structured.json.add[team.name]", "payments");
		this.event.setMDCPropertyMap(Map.of("traceId", "1", "ride.id", "7"));
		JsonNode line = write();
		assertThat(line.path("message").asString()).isEqualTo("HELLO");
		assertThat(line.path("added").asString()).isEqualTo("by customizer");
		assertThat(line.at("/trace/id").asString()).isEqualTo("1");
		assertThat(line.at("/ride/id").asString()).isEqualTo("7");
		assertThat(line.at("/team/name").asString()).isEqualTo("payments");
		assertThat(line.has("process")).isFalse();
	}

	@Test
	void keepsTheLineThatBootLoses() {
		this.event.setMDCPropertyMap(Map.of("message", "mine"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> encoder("ecs").encode(this.event));
		assertThat(write().path("message_").asString()).isEqualTo("mine");
	}

	private void set(String key, String value) {
		this.environment.setProperty(key, value);
	}

	private JsonNode write() {
		return write(encoder());
	}

	private JsonNode write(StructuredLogEncoder encoder) {
		return JsonLines.parse(new String(encoder.encode(this.event), StandardCharsets.UTF_8));
	}

	private StructuredLogEncoder encoder() {
		return encoder(JsonLogFormatter.class.getName());
	}

	private StructuredLogEncoder encoder(String format) {
		this.context.putObject(Environment.class.getName(), this.environment);
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(format);
		encoder.start();
		return encoder;
	}

	private LoggingEvent event(String message) {
		return event(message, null);
	}

	private LoggingEvent event(String message, @Nullable Throwable failure) {
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Rides"),
				Level.INFO, message, failure, null);
		event.setInstant(Instant.parse("2026-11-23T10:15:30.123456789Z"));
		event.setThreadName("main");
		return event;
	}

	private static Exception cause() {
		return new IllegalArgumentException("inner");
	}

	static class UpperCaseCustomizer implements StructuredLoggingJsonMembersCustomizer<Object> {

		@Override
		public void customize(JsonWriter.Members<Object> members) {
			members.add("added", "by customizer");
			members.applyingValueProcessor(
					JsonWriter.ValueProcessor.of(String.class, (String value) -> value.toUpperCase(Locale.ROOT))
						.whenHasUnescapedPath("message"));
		}

	}

}
