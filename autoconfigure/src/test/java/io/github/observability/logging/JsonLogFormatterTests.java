package io.github.observability.logging;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.github.observability.FrameworkField;
import io.github.observability.InvalidSettingException;
import io.github.observability.logging.masking.TestMasker;
import io.github.observability.testing.JsonLines;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import net.logstash.logback.marker.ObjectAppendingMarker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.Marker;
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
	void hasTheTemplateOfALineWithArguments() {
		this.event = event("Ride {} to {} requested", new Object[] { 7, "Mitte" });
		assertThat(write().at("/message").asString()).isEqualTo("Ride 7 to Mitte requested");
		assertThat(write().at("/log/record/template").asString()).isEqualTo("Ride {} to {} requested");
		set("observability.logging.format", "logstash");
		assertThat(write().path("template").asString()).isEqualTo("Ride {} to {} requested");
	}

	@Test
	void hasNoTemplateWithoutArguments() {
		assertThat(write().at("/log/record").isMissingNode()).isTrue();
		this.event = event("Ride {} requested", new Object[] { 7 });
		set("observability.logging.template", "false");
		assertThat(write().at("/log/record").isMissingNode()).isTrue();
	}

	@Test
	void masksATemplateButForItsPlaceholders() {
		this.event = event("Login with password={} and token: {}", new Object[] { "hunter2", "abc" });
		assertThat(write().at("/log/record/template").asString()).isEqualTo("Login with password={} and token: {}");
		this.event = event("Login with password=hunter2 of {}", new Object[] { "ada" });
		assertThat(write().at("/log/record/template").asString()).isEqualTo("Login with password=*** of {}");
	}

	@Test
	void masksInATemplateWhatAKeyOfItsLineSaysIsSecret() {
		this.event = event("Login with hunter22 of {}", new Object[] { "ada" });
		assertThat(write().at("/log/record/template").asString()).isEqualTo("Login with hunter22 of {}");
		this.event = event("Login with hunter22 of {}", new Object[] { "ada" });
		this.event.setMDCPropertyMap(Map.of("password", "hunter22"));
		assertThat(write().at("/log/record/template").asString()).isEqualTo("Login with *** of {}");
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
		assertThat(line.path("ride_id").asString()).isEqualTo("7");
		assertThat(line.has("traceId")).isFalse();
	}

	@Test
	void letsATargetTakeTheLineFromWhereItWasEncoded() {
		StructuredLogEncoder encoder = encoder();
		JsonLogFormatter formatter = (JsonLogFormatter) FrameworkField.STRUCTURED_LOG_FORMATTER.read(encoder);
		List<byte[]> rooms = new ArrayList<>();
		List<String> lines = new ArrayList<>();
		JsonLogFormatter.Target taking = (bytes, length) -> {
			rooms.add(bytes);
			lines.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
			return true;
		};
		assertThat(formatter.format(this.event, taking)).isNull();
		assertThat(formatter.format(this.event, taking)).isNull();
		assertThat(lines).containsOnly(new String(encoder.encode(this.event), StandardCharsets.UTF_8));
		assertThat(rooms.get(1)).as("room is used again").isSameAs(rooms.get(0));
		assertThat(formatter.format(this.event, (bytes, length) -> false)).isEqualTo(encoder.encode(this.event));
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
		assertThat(line.path("ride_id").asString()).isEqualTo("7");
	}

	@Test
	void endsEachLineOnce() {
		this.event = event("two\nlines\r\n");
		byte[] line = encoder().encode(this.event);
		assertThat(new String(line, StandardCharsets.UTF_8)).startsWith("{").endsWith("}\n").containsOnlyOnce("\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ISO-8859-1", "US-ASCII", "UTF-16", "UTF-8" })
	void writesUtf8WhateverTheCharsetOfTheOutput(String charset) {
		this.event = event("Z\u00FCrich \u4F60");
		StructuredLogEncoder encoder = encoder();
		encoder.setCharset(Charset.forName(charset));
		assertThat(write(encoder).path("message").asString()).isEqualTo("Z\u00FCrich \u4F60");
	}

	@Test
	void keepsTypesOfKeyValues() {
		this.event.setKeyValuePairs(List.of(new KeyValuePair("count", 3), new KeyValuePair("ratio", 0.5),
				new KeyValuePair("big", 1L << 40), new KeyValuePair("done", true), new KeyValuePair("nan", Double.NaN),
				new KeyValuePair("unit", new StringBuilder("km"))));
		JsonNode line = write();
		assertThat(line.path("count").isInt()).isTrue();
		assertThat(line.path("ratio").isDouble()).isTrue();
		assertThat(line.path("big_long").asLong()).isEqualTo(1L << 40);
		assertThat(line.path("done_boolean").isBoolean()).isTrue();
		assertThat(line.path("nan").asString()).isEqualTo("NaN");
		assertThat(line.path("unit").asString()).isEqualTo("km");
	}

	@Test
	void keepsTheTypeOfAFieldFromLineToLine() {
		StructuredLogEncoder encoder = encoder();
		this.event.setKeyValuePairs(List.of(new KeyValuePair("count", 3), new KeyValuePair("unit", "km"),
				new KeyValuePair("ids", List.of(1, 2)), new KeyValuePair("flat", 1)));
		JsonNode first = write(encoder);
		assertThat(first.path("count").isInt()).isTrue();
		assertThat(first.path("ids_list").get(0).asString()).isEqualTo("1");
		this.event = event("Next");
		this.event.setKeyValuePairs(List.of(new KeyValuePair("count", "many"), new KeyValuePair("unit", 7),
				new KeyValuePair("ids", true), new KeyValuePair("flat", Map.of("nested", "x")),
				new KeyValuePair("http.response.status_code", "teapot")));
		JsonNode second = write(encoder);
		assertThat(second.has("count")).isFalse();
		assertThat(second.path("count_keyword").asString()).isEqualTo("many");
		assertThat(second.path("unit_long").asInt()).isEqualTo(7);
		assertThat(second.path("ids_boolean").asBoolean()).isTrue();
		assertThat(second.path("flat_nested").asString()).isEqualTo("x");
		assertThat(second.at("/http/response/status_code_keyword").asString()).isEqualTo("teapot");
	}

	@Test
	void writesDeclaredTypes() {
		set("observability.logging.fields.[ride.id]", "long");
		set("observability.logging.fields.price", "double");
		set("observability.logging.fields.paid", "boolean");
		set("observability.logging.fields.due", "date");
		set("observability.logging.fields.order", "keyword");
		this.event.setMDCPropertyMap(
				Map.of("ride.id", "7", "price", "12.5", "paid", "true", "due", "2026-11-28", "order", "17"));
		JsonNode line = write();
		assertThat(line.at("/ride/id").isInt()).isTrue();
		assertThat(line.path("price").isDouble()).isTrue();
		assertThat(line.path("paid").isBoolean()).isTrue();
		assertThat(line.path("due").asString()).isEqualTo("2026-11-28");
		this.event = event("Next");
		this.event.setMDCPropertyMap(Map.of("ride.id", "none", "due", "soon"));
		this.event.setKeyValuePairs(
				List.of(new KeyValuePair("price", 3), new KeyValuePair("paid", 1), new KeyValuePair("order", 17)));
		line = write();
		assertThat(line.at("/ride/id_keyword").asString()).isEqualTo("none");
		assertThat(line.path("due_keyword").asString()).isEqualTo("soon");
		assertThat(line.path("price").toString()).isEqualTo("3.0");
		assertThat(line.path("paid_long").asInt()).isEqualTo(1);
		assertThat(line.path("order").asString()).isEqualTo("17");
	}

	@Test
	void refusesAnObjectThatIsAValueToo() {
		set("observability.logging.fields.[ride]", "keyword");
		set("observability.logging.fields.[ride.id]", "long");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> LoggingProperties.check(this.environment))
			.withMessage("'observability.logging.fields.ride.id' is 'LONG': it needs an object 'ride', "
					+ "but 'observability.logging.fields.ride' declares a value");
	}

	@Test
	void writesStructuredArgumentsAndMarkers() {
		this.event = event("Ride {}", new Object[] { StructuredArguments.keyValue("ride.id", 7),
				StructuredArguments.entries(Map.of("city", "Oslo")), StructuredArguments.fields(new Fare("EUR", 1250)),
				StructuredArguments.keyValue("fare", new Fare("SEK", 99)),
				StructuredArguments.raw("raw", "{\"a\":[1,true]}"), StructuredArguments.raw("broken", "{\"a") });
		this.event.addMarker(Markers.append("marked", true).and(MarkerFactory.getMarker("AUDIT")));
		JsonNode line = write();
		assertThat(line.path("message").asString()).isEqualTo("Ride ride.id=7");
		assertThat(line.path("ride_id_long").asInt()).isEqualTo(7);
		assertThat(line.path("city").asString()).isEqualTo("Oslo");
		assertThat(line.path("currency").asString()).isEqualTo("EUR");
		assertThat(line.path("minor").asInt()).isEqualTo(1250);
		assertThat(line.path("fare_currency").asString()).isEqualTo("SEK");
		assertThat(line.path("raw_a_list").get(1).asString()).isEqualTo("true");
		assertThat(line.path("broken").asString()).contains("{\"a");
		assertThat(line.path("marked_boolean").asBoolean()).isTrue();
		assertThat(line.path("tags")).extracting(JsonNode::asString).containsExactly("AUDIT");
	}

	@Test
	void masksSecretsWhereverTheyStand() {
		this.event = event("Login of {} with {}",
				new Object[] { "ada", StructuredArguments.value("password", "hunter2") });
		this.event.setThrowableProxy(new ThrowableProxy(
				new IllegalStateException("Refused token=abc12345", new IllegalArgumentException("Bearer abc12345"))));
		this.event
			.setMDCPropertyMap(Map.of("apiKey", "k-123", "note", "password: hunter2", "card", "4111111111111111"));
		this.event.setKeyValuePairs(List.of(new KeyValuePair("client.secret", List.of("s-123")),
				new KeyValuePair("number", 4111111111111111L), new KeyValuePair("options", Map.of("token", "t-123"))));
		JsonNode line = write();
		assertThat(line.toString()).doesNotContain("hunter2")
			.doesNotContain("abc12345")
			.doesNotContain("-123")
			.doesNotContain("4111");
		assertThat(line.path("message").asString()).isEqualTo("Login of ada with ***");
		assertThat(line.path("password").asString()).isEqualTo("***");
		assertThat(line.path("apiKey").asString()).isEqualTo("***");
		assertThat(line.path("note").asString()).isEqualTo("password: ***");
		assertThat(line.path("card").asString()).isEqualTo("***");
		assertThat(line.path("number").asString()).isEqualTo("***");
		assertThat(line.path("options_token").asString()).isEqualTo("***");
		assertThat(line.at("/error/message").asString()).isEqualTo("Refused token=***");
	}

	@Test
	void masksSecretsInListsAndKeys() {
		this.event = event("Hello");
		this.event.setMDCPropertyMap(Map.of("password", "hunter2"));
		this.event.setKeyValuePairs(List.of(new KeyValuePair("words", List.of("of", "hunter2")),
				new KeyValuePair("paid", Map.of("4111111111111111", 7)),
				new KeyValuePair("big", new BigInteger("4111111111111111")),
				new KeyValuePair("x".repeat(200) + ".password", List.of("swordfish"))));
		JsonNode line = write();
		assertThat(line.toString()).doesNotContain("hunter2").doesNotContain("4111").doesNotContain("swordfish");
		assertThat(line.path("words_list").get(1).asString()).isEqualTo("***");
		assertThat(line.path("big").asString()).isEqualTo("***");
		assertThat(line.path("more")).extracting(JsonNode::asString).contains("paid.***=7");
	}

	@Test
	void masksFieldsOfOurOwnOnRequest() {
		set("observability.logging.masking.keys", "user-id");
		this.event.setMDCPropertyMap(Map.of("userId", "ada"));
		assertThat(write().at("/user/id").asString()).isEqualTo("***");
	}

	@Test
	void masksByMaskersOfTheUser() {
		this.event = event("Passport X1234567 and broken");
		this.event.setMDCPropertyMap(Map.of("iban", "NO93"));
		JsonNode line = write();
		assertThat(line.path("message").asString()).isEqualTo("Passport <passport> and broken");
		assertThat(line.path("iban").asString()).isEqualTo("***");
		this.event = event("Passport " + TestMasker.FAILING);
		assertThat(write().path("message").asString()).isEqualTo("***");
	}

	@Test
	void masksFurtherKeysAndLeavesAllowedOnes() {
		set("observability.logging.masking.keys", "tenant-pin");
		set("observability.logging.masking.allowed-keys", "pageToken");
		this.event.setMDCPropertyMap(Map.of("tenantPin", "1234", "page_token", "next"));
		JsonNode line = write();
		assertThat(line.path("tenantPin").asString()).isEqualTo("***");
		assertThat(line.path("page_token").asString()).isEqualTo("next");
	}

	@Test
	void masksNothingWhenOff() {
		set("observability.logging.masking.enabled", "false");
		this.event = event("password=hunter2");
		assertThat(write().path("message").asString()).isEqualTo("password=hunter2");
	}

	@Test
	void flagsACutOnceWhateverTheUserSays() {
		this.event = event("x".repeat(100_000));
		this.event.setKeyValuePairs(List.of(new KeyValuePair("log.truncated", false)));
		assertThat(write().at("/log/truncated").asBoolean()).isTrue();
	}

	@Test
	void keepsTheLimitOfWideMaps() {
		Map<String, Object> wide = new LinkedHashMap<>();
		for (int i = 0; i < 100; i++) {
			wide.put("key" + i, "value");
		}
		for (int depth = 0; depth < 3; depth++) {
			Map<String, Object> outer = new LinkedHashMap<>();
			for (int i = 0; i < 100; i++) {
				outer.put("level" + i, wide);
			}
			wide = outer;
		}
		this.event.setKeyValuePairs(List.of(new KeyValuePair("map", wide)));
		byte[] line = encoder().encode(this.event);
		assertThat(line.length).isLessThanOrEqualTo(16 * 1024);
		assertThat(JsonLines.parse(new String(line, StandardCharsets.UTF_8)).at("/log/truncated").asBoolean()).isTrue();
	}

	@Test
	void cutsTheLongestValuesFirst() {
		set("observability.logging.max-line-size", "2KB");
		this.event = event("x".repeat(5_000));
		this.event.setMDCPropertyMap(Map.of("long", "y".repeat(5_000), "tenant", "acme"));
		byte[] bytes = encoder().encode(this.event);
		assertThat(bytes.length).isBetween(1_600, 2_048);
		JsonNode line = JsonLines.parse(new String(bytes, StandardCharsets.UTF_8));
		assertThat(line.path("message").asString()).endsWith("…").hasSizeGreaterThan(500);
		assertThat(line.path("long").asString()).endsWith("…").hasSizeGreaterThan(500);
		assertThat(line.path("tenant").asString()).isEqualTo("acme");
		assertThat(line.at("/log/truncated").asBoolean()).isTrue();
	}

	@Test
	void cutsNoNumbers() {
		set("observability.logging.max-line-size", "2KB");
		for (int texts = 1; texts < 40; texts++) {
			this.event = event("x".repeat(200));
			List<KeyValuePair> pairs = new ArrayList<>();
			for (Object value : List.of(Long.MIN_VALUE, 5, 0.1, -Double.MIN_VALUE, true)) {
				pairs.add(new KeyValuePair("plain" + pairs.size(), value));
			}
			for (int i = 0; i < texts; i++) {
				pairs.add(new KeyValuePair("text" + i, "y".repeat(100)));
			}
			this.event.setKeyValuePairs(pairs);
			byte[] bytes = encoder().encode(this.event);
			assertThat(bytes.length).isLessThanOrEqualTo(2_048);
			JsonNode line = JsonLines.parse(new String(bytes, StandardCharsets.UTF_8));
			assertThat(line.properties()).filteredOn((field) -> field.getKey().startsWith("plain"))
				.isNotEmpty()
				.noneMatch((field) -> field.getValue().isString());
		}
	}

	@Test
	void keepsTheLimitWithACustomizer() {
		set("logging.structured.json.customizer", UpperCaseCustomizer.class.getName());
		this.event = event("\u0001".repeat(100_000));
		assertThat(encoder().encode(this.event).length).isLessThanOrEqualTo(16 * 1024);
	}

	@Test
	void groupsErrorsByAStableHash() {
		String first = hash("one");
		assertThat(first).hasSize(16).isEqualTo(hash("two"));
		this.event = event("Failed", new IllegalStateException("outer"));
		assertThat(write().at("/error/stack_hash").asString()).isNotEqualTo(first);
	}

	private String hash(String message) {
		this.event = event("Failed", failure(message));
		return write().at("/error/stack_hash").asString();
	}

	private static Exception failure(String message) {
		return new IllegalStateException(message, new IllegalArgumentException(message));
	}

	@Test
	void leavesOutFramesInCommon() {
		this.event = event("Failed", new IllegalStateException("outer", cause()));
		assertThat(write().at("/error/stack_trace").asString().lines().filter((line) -> line.endsWith(" in common")))
			.singleElement()
			.asString()
			.startsWith("\t... ");
	}

	@Test
	void writesCyclicCauses() {
		Exception failure = new IllegalStateException("outer", new IllegalArgumentException("inner"));
		failure.getCause().initCause(failure);
		this.event = event("Failed", failure);
		assertThat(write().at("/error/stack_trace").asString()).contains("inner").contains("outer");
	}

	@Test
	void writesWhetherTheTraceIsSampled() {
		this.event.setMDCPropertyMap(Map.of("trace_id", "1", "trace_flags", "01"));
		assertThat(write().at("/trace/sampled").asBoolean()).isTrue();
		SpanContext span = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getDefault(), TraceState.getDefault());
		Scope scope = Span.wrap(span).makeCurrent();
		try {
			this.event = event("Hello");
			this.event.setMDCPropertyMap(Map.of("traceId", span.getTraceId()));
			assertThat(write().at("/trace/sampled").toString()).isEqualTo("false");
		}
		finally {
			scope.close();
		}
		this.event = event("Hello");
		this.event.setMDCPropertyMap(Map.of("traceId", span.getTraceId()));
		assertThat(write().at("/trace/sampled").isMissingNode()).isTrue();
	}

	@Test
	void namesALineSizeThatIsTooSmall() {
		set("observability.logging.max-line-size", "100B");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> LoggingProperties.check(this.environment))
			.withMessage("'observability.logging.max-line-size' is '100B': a line has at least 2KB and at most 1MB");
	}

	@Test
	void writesWithDefaultsWhereASettingIsWrong() throws Exception {
		set("observability.logging.format", "jsn");
		set("observability.logging.masking.enabled", "often");
		this.event = event("Hello");
		this.event.setMDCPropertyMap(Map.of("password", "hidden-one"));
		JsonNode line = write();
		assertThat(line.path("message").asString()).isEqualTo("Hello");
		assertThat(line.path("password").asString()).isEqualTo("***");
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
		assertThat(line.path("@timestamp_keyword").asString()).isEqualTo("today");
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
	void readsMarkersThatReferToOneAnotherOnce() {
		this.event.addMarker(new EndlessMarker());
		assertThat(write().path("endless").asBoolean()).isTrue();
		assertThat(StructuredArgumentReader.structured(this.event)).hasSizeBetween(1, 50);
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
	void replacesAValueThatFailsWithACheckedException() {
		this.event.setKeyValuePairs(List.of(new KeyValuePair("bad", new Object() {
			@Override
			public String toString() {
				throw JsonLogFormatterTests.<RuntimeException>unchecked(new IOException("no string"));
			}
		})));
		JsonNode line = write();
		assertThat(line.path("bad").asString()).isEqualTo("[not readable: java.io.IOException]");
		assertThat(line.path("message").asString()).isEqualTo("Hello");
	}

	/** As languages without checked exceptions do. */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E unchecked(Throwable failure) throws E {
		throw (E) failure;
	}

	@Test
	void writesValuesThatLogThemselves() {
		set("logging.structured.json.include", "message,name");
		StructuredLogEncoder encoder = encoder();
		this.event.setKeyValuePairs(List.of(new KeyValuePair("name", new Object() {
			@Override
			public String toString() {
				return write(encoder, event("Inner")).path("message").asString();
			}
		})));
		JsonNode line = write(encoder);
		assertThat(line.path("message").asString()).isEqualTo("Hello");
		assertThat(line.path("name").asString()).isEqualTo("Inner");
	}

	@Test
	void writesArgumentsThatLogThemselves() {
		set("logging.structured.json.include", "message,password,note");
		StructuredLogEncoder encoder = encoder();
		this.event = event("Hello {}", new Object[] { new Object() {
			@Override
			public String toString() {
				return write(encoder, event("Inner")).path("message").asString();
			}
		} });
		assertThat(write(encoder).path("message").asString()).isEqualTo("Hello Inner");
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
		assertThat(line.path("ride_id").asString()).isEqualTo("7");
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
		return write(encoder, this.event);
	}

	private static JsonNode write(StructuredLogEncoder encoder, LoggingEvent event) {
		return JsonLines.parse(new String(encoder.encode(event), StandardCharsets.UTF_8));
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
		return event(message, (Throwable) null);
	}

	private LoggingEvent event(String message, @Nullable Throwable failure) {
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Rides"),
				Level.INFO, message, failure, null);
		event.setInstant(Instant.parse("2026-11-23T10:15:30.123456789Z"));
		event.setThreadName("main");
		return event;
	}

	private LoggingEvent event(String message, Object[] arguments) {
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Rides"),
				Level.INFO, message, null, arguments);
		event.setThreadName("main");
		return event;
	}

	private static Exception cause() {
		return new IllegalArgumentException("inner");
	}

	record Fare(String currency, int minor) {
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

	/** Has itself among its references, and more of them at each step. */
	private static final class EndlessMarker extends ObjectAppendingMarker {

		EndlessMarker() {
			super("endless", true);
		}

		@Override
		public boolean hasReferences() {
			return true;
		}

		@Override
		public Iterator<Marker> iterator() {
			return List.<Marker>of(this, this).iterator();
		}

	}

}
