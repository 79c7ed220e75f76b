package io.github.observability.logging;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.Volume;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events made to break lines, a hundred thousand at full volume: whatever is logged, a
 * line parses strictly, keeps the types of its fields, is within its limit and holds no
 * secret. The seed is fixed, so that a failure is found again.
 */
class HostileEventTests {

	private static final int EVENTS = Volume.of(3_000, 50_000);

	private static final int LIMIT = 16 * 1024;

	private static final String SECRET = "Zq7PlantedZq7";

	private static final List<String> SECRETS = List.of("password=" + SECRET, "{\"apiKey\":\"" + SECRET + "\"}",
			"Authorization: Basic " + SECRET, "Bearer " + SECRET, "https://bob:" + SECRET + "@host/x",
			"eyJhbGciOiJI." + SECRET + "." + SECRET, "<secret>" + SECRET + "</secret>", "token: '" + SECRET + "'",
			"-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----", "4111 1111 1111 1111",
			"card 5555555555554444!", "Cookie: sid=" + SECRET + "; x=" + SECRET);

	private static final List<String> PARTS = List.of("Hello", " ", "\n", "\r\n", "\t", "\0", "\u001B[31m", "\u009B2J",
			"\uD83D", "\uDE00", "\uD83D\uDE00", "\uFFFF", "\u2028", "\u202E", "\"", "\\", "{}", "{", "}", "%s", "=",
			":", "\u00E9\u00DF", "\u4F60\u597D", "2026-11-23 10:15:30.123 ERROR", "://", "a.b", "@", "<", ">", "1234");

	private static final List<String> KEYS = List.of("message", "level", "log", "log.level", "log.level.x",
			"@timestamp", "a", "a.b", "a.b.c", "a_b", "a.b.c.d.e.f", "", ".", "..", "a..b", "error", "error.type",
			"error.message", "service", "service.name", "ecs.version", "tags", "more", "traceId", "trace_id",
			"trace.id", "trace.sampled", "http.response.status_code", "count", "count_text", "ratio", "done", "list",
			"log.truncated", "more", "user.id", "\uD83D", "\n", "\"", "\u0000", "key\u001B[31m");

	private final Random random = new Random(20261123);

	private final LoggerContext context = new LoggerContext();

	private final Map<String, String> types = new HashMap<>();

	HostileEventTests() {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
	}

	@ParameterizedTest
	@EnumSource(names = { "ECS", "LOGSTASH" })
	@Timeout(300)
	void writesALineForEachEvent(LogFormat format) {
		StructuredLogEncoder encoder = encoder(JsonLogFormatter.class, format);
		for (int i = 0; i < EVENTS; i++) {
			byte[] line = encoder.encode(event());
			String text = new String(line, StandardCharsets.UTF_8);
			try {
				assertThat(line.length).isLessThanOrEqualTo(LIMIT);
				assertThat(text).endsWith("}\n");
				assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
				JsonNode parsed = JsonLines.parse(text);
				assertThat(parsed.at((format == LogFormat.ECS) ? "/log/level" : "/level").asString()).isEqualTo("INFO");
				assertNoSecret(text);
				assertTypes("", parsed);
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("event " + i + ": " + text, ex);
			}
		}
	}

	@Test
	@Timeout(300)
	void writesALineOfTextForEachEvent() {
		StructuredLogEncoder encoder = encoder(PlainTextLogFormatter.class, LogFormat.TEXT);
		for (int i = 0; i < EVENTS / 5; i++) {
			byte[] line = encoder.encode(event());
			assertThat(line.length).isLessThanOrEqualTo(LIMIT);
			String text = new String(line, StandardCharsets.UTF_8);
			assertThat(text.lines().skip(1)).as(text).allMatch((frame) -> frame.startsWith("    "));
			assertThat(text.chars()).as(text).noneMatch((c) -> c == '\r' || c == 0x1B || c == 0x9B || c == 0x2028);
			assertNoSecret(text);
		}
	}

	@Test
	void plantsSecrets() {
		StructuredLogEncoder encoder = encoder(JsonLogFormatter.class, LogFormat.ECS,
				"observability.logging.masking.enabled");
		int secrets = 0;
		for (int i = 0; i < 1_000; i++) {
			secrets += new String(encoder.encode(event()), StandardCharsets.UTF_8).contains(SECRET) ? 1 : 0;
		}
		assertThat(secrets).isGreaterThan(500);
	}

	@Test
	void writesHugeMessages() {
		StructuredLogEncoder encoder = encoder(JsonLogFormatter.class, LogFormat.ECS);
		for (String part : new String[] { "x", "\n", "\u0001", "\uD83D\uDE00", "\u4F60", "\uD83D" }) {
			byte[] line = encoder.encode(event(part.repeat(10 * 1024 * 1024 / part.length()), null));
			assertThat(line.length).isBetween(LIMIT / 2, LIMIT);
			JsonNode parsed = JsonLines.parse(new String(line, StandardCharsets.UTF_8));
			assertThat(parsed.at("/log/truncated").asBoolean()).isTrue();
			assertThat(parsed.path("message").asString()).startsWith(part.equals("\uD83D") ? "\uFFFD" : part);
		}
	}

	@Test
	void writesMoreKeysThanFit() {
		StructuredLogEncoder encoder = encoder(JsonLogFormatter.class, LogFormat.ECS);
		for (int round = 0; round < 5; round++) {
			List<KeyValuePair> pairs = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				pairs.add(new KeyValuePair("round" + round + "key" + i, "value"));
			}
			LoggingEvent event = event("Hello", null);
			event.setKeyValuePairs(pairs);
			byte[] line = encoder.encode(event);
			assertThat(line.length).isLessThanOrEqualTo(LIMIT);
			JsonNode parsed = JsonLines.parse(new String(line, StandardCharsets.UTF_8));
			assertThat(parsed.path("message").asString()).isEqualTo("Hello");
			assertThat(parsed.at("/log/truncated").asBoolean()).isTrue();
		}
	}

	private void assertNoSecret(String text) {
		assertThat(text).doesNotContain(SECRET)
			.doesNotContain("4111 1111")
			.doesNotContain("4111111111111111")
			.doesNotContain("5555555555554444");
	}

	private void assertTypes(String path, JsonNode node) {
		for (Map.Entry<String, JsonNode> entry : node.properties()) {
			String name = path + "/" + entry.getKey();
			String type = entry.getValue().getNodeType().name();
			assertThat(this.types.computeIfAbsent(name, (key) -> type)).as(name).isEqualTo(type);
			if (entry.getValue().isObject()) {
				assertTypes(name, entry.getValue());
			}
			else if (entry.getValue().isArray()) {
				assertThat(entry.getValue()).allMatch(JsonNode::isString);
			}
		}
	}

	private LoggingEvent event() {
		Object[] arguments = new Object[this.random.nextInt(3)];
		Arrays.setAll(arguments, (i) -> argument());
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Rides"),
				Level.INFO, text() + " {} {}", (this.random.nextInt(10) == 0) ? throwable() : null, arguments);
		event.setThreadName(text());
		Map<String, String> mdc = new LinkedHashMap<>();
		for (int i = this.random.nextInt(6); i > 0; i--) {
			mdc.put(key(), text());
		}
		if (this.random.nextInt(3) == 0) {
			mdc.put(secretKey(), SECRET);
		}
		event.setMDCPropertyMap(mdc);
		List<KeyValuePair> pairs = new ArrayList<>();
		for (int i = this.random.nextInt(6); i > 0; i--) {
			String key = key();
			pairs.add(new KeyValuePair(key, shownBelow(key, value())));
		}
		if (this.random.nextInt(3) == 0) {
			pairs.add(new KeyValuePair(secretKey(), this.random.nextBoolean() ? SECRET : List.of(SECRET)));
		}
		event.setKeyValuePairs(pairs);
		if (this.random.nextInt(10) == 0) {
			event.addMarker(MarkerFactory.getDetachedMarker(text()));
		}
		if (this.random.nextInt(10) == 0) {
			String key = key();
			event.addMarker(Markers.append(key, shownBelow(key, value())));
		}
		return event;
	}

	private LoggingEvent event(String message, @Nullable Throwable failure) {
		LoggingEvent event = new LoggingEvent(getClass().getName(), this.context.getLogger("org.example.Rides"),
				Level.INFO, message, failure, null);
		event.setThreadName("main");
		event.setMDCPropertyMap(Map.of());
		return event;
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(8); i > 0; i--) {
			text.append(PARTS.get(this.random.nextInt(PARTS.size())));
		}
		if (this.random.nextInt(8) == 0) {
			// Punctuation right in front of it would be part of another key or value.
			text.append(" \n").append(SECRETS.get(this.random.nextInt(SECRETS.size()))).append(" \n");
		}
		if (this.random.nextInt(500) == 0) {
			text.append(PARTS.get(this.random.nextInt(PARTS.size())).repeat(this.random.nextInt(20_000)));
		}
		return text.toString();
	}

	private String key() {
		return switch (this.random.nextInt(20)) {
			case 0 -> "key" + this.random.nextInt(2_000);
			case 1 -> PARTS.get(this.random.nextInt(PARTS.size())).repeat(this.random.nextInt(300));
			default -> KEYS.get(this.random.nextInt(KEYS.size()));
		};
	}

	private String secretKey() {
		if (this.random.nextInt(10) == 0) {
			return "password" + this.random.nextInt(2_000);
		}
		List<String> keys = List.of("password", "user.password", "API-KEY", "clientSecret", "authorization", "cookie",
				"accessToken", "password.a.b.c.d.e");
		return keys.get(this.random.nextInt(keys.size()));
	}

	private Object argument() {
		return switch (this.random.nextInt(4)) {
			case 0 -> {
				String key = key();
				yield StructuredArguments.keyValue(key, shownBelow(key, spoken()));
			}
			case 1 -> StructuredArguments.keyValue(secretKey(), SECRET);
			case 2 -> {
				String key = key();
				yield StructuredArguments.entries(Map.of(key, shownBelow(key, value())));
			}
			default -> spoken();
		};
	}

	/** A number below the key of an id is not the number of a card, and is shown. */
	private static Object shownBelow(String key, Object value) {
		boolean id = key.endsWith("id") || key.endsWith("Id") || key.endsWith("version") || key.endsWith("timestamp");
		return (id && value instanceof Number) ? 7 : value;
	}

	/** In a message digits next to those of a card make another number. */
	private Object spoken() {
		Object value = value();
		return (value instanceof Number number && number.longValue() == 4111111111111111L) ? "4111" : value;
	}

	private Object value() {
		return switch (this.random.nextInt(27)) {
			case 0 -> this.random.nextInt();
			case 1 -> this.random.nextLong();
			case 2 -> this.random.nextDouble();
			case 3 -> Double.NaN;
			case 4 -> Float.POSITIVE_INFINITY;
			case 5 -> this.random.nextBoolean();
			case 6 -> new BigDecimal("1E+" + this.random.nextInt(100_000));
			case 7 -> BigInteger.TEN.pow(this.random.nextInt(500));
			case 8 -> List.of(text(), 1, true);
			case 9 -> new int[] { 1, 2 };
			case 10 -> Map.of(key(), text());
			case 11 -> Map.of("a", Map.of("b", Map.of("c", Map.of("d", Map.of("e", Map.of("f", 1))))));
			case 12 -> new Hostile();
			// A stack that overflows takes its time.
			case 13 -> (this.random.nextInt(50) == 0) ? cyclic() : Map.of();
			case 14 -> new StringBuilder(text());
			case 15 -> 'c';
			case 16 -> Level.WARN;
			case 17 -> 4111111111111111L;
			case 18 -> new HashSet<>(Set.of(text()));
			case 19 -> new byte[] { 1 };
			case 20 -> new Bean(text(), this.random.nextInt());
			case 21 -> new BigInteger("4111111111111111");
			case 22 -> new BigDecimal("4111111111111111.50");
			case 23 -> Map.of(secretKey(), SECRET);
			case 24 -> List.of(Map.of("password", SECRET), new Bean("token=" + SECRET, 7));
			case 25 -> new AtomicLong(4111111111111111L);
			default -> text();
		};
	}

	private static Object cyclic() {
		Map<String, Object> map = new HashMap<>();
		List<Object> list = new ArrayList<>();
		map.put("self", map);
		list.add(map);
		map.put("list", list);
		return map;
	}

	private Throwable throwable() {
		Exception cause = new IllegalArgumentException(text());
		Exception failure = new IllegalStateException(text(), cause);
		if (this.random.nextBoolean()) {
			cause.initCause(failure);
		}
		failure.addSuppressed(new RuntimeException(text()));
		return failure;
	}

	private StructuredLogEncoder encoder(Class<?> formatter, LogFormat format, String... switchedOff) {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "rides")
			.withProperty("observability.logging.format", format.name());
		for (String property : switchedOff) {
			environment.setProperty(property, "false");
		}
		this.context.putObject(Environment.class.getName(), environment);
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(formatter.getName());
		encoder.start();
		return encoder;
	}

	record Bean(String text, int number) {
	}

	private static final class Hostile {

		@Override
		public String toString() {
			throw new StackOverflowError("hostile");
		}

	}

}
