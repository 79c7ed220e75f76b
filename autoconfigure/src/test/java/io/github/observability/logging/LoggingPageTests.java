package io.github.observability.logging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RenderedPart;
import net.logstash.logback.argument.StructuredArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders the cases of the page about logging and fails where the committed ones differ.
 */
class LoggingPageTests {

	private static final RenderedPart PAGE = new RenderedPart(Path.of("..", "docs", "logging.md"),
			"<!-- cases: begin -->\n", "<!-- cases: end -->");

	private static final int LIMIT = 16 * 1024;

	private final LoggerContext context = new LoggerContext();

	LoggingPageTests() {
		this.context.setMDCAdapter(MDC.getMDCAdapter());
	}

	@ParameterizedTest
	@EnumSource(Case.class)
	void writesWhatIsExpected(Case each) {
		assertThat(cell(each, JsonLogFormatter.class.getName())).isEqualTo(each.expected);
	}

	@Test
	void pageIsUpToDate() {
		PAGE.assertIsUpToDate(table(), getClass());
	}

	private String table() {
		StringBuilder table = new StringBuilder(
				"| Case | Boot's `ecs` | Boot's `logstash` | Starter |\n| --- | --- | --- | --- |\n");
		for (Case each : Case.values()) {
			table.append("| ").append(each.description);
			for (String format : List.of("ecs", "logstash", JsonLogFormatter.class.getName())) {
				table.append(" | ").append(cell(each, format));
			}
			table.append(" |\n");
		}
		return table.toString();
	}

	private String cell(Case each, String format) {
		StructuredLogEncoder encoder = encoder(format);
		String seen = "";
		for (Consumer<LoggingEvent> event : each.events) {
			seen = line(encoder, event, each.seen);
		}
		return seen;
	}

	private String line(StructuredLogEncoder encoder, Consumer<LoggingEvent> fill, Function<JsonNode, String> seen) {
		LoggingEvent event = new LoggingEvent();
		event.setLoggerContext(this.context);
		event.setLoggerName("org.example.Rides");
		event.setLevel(Level.INFO);
		event.setInstant(Instant.EPOCH);
		event.setThreadName("main");
		fill.accept(event);
		if (event.getMessage() == null) {
			event.setMessage("Hello");
		}
		byte[] line;
		try {
			line = encoder.encode(event);
		}
		catch (RuntimeException | StackOverflowError ex) {
			return "line lost: `" + ex.getClass().getSimpleName() + "`";
		}
		String size = (line.length > LIMIT) ? line.length / 1024 + " KB" : "";
		try {
			String what = seen.apply(JsonLines.parse(new String(line, StandardCharsets.UTF_8)));
			return size.isEmpty() ? what : size + ((line.length < 1024 * 1024) ? ", " + what : "");
		}
		catch (RuntimeException ex) {
			return "not valid JSON";
		}
	}

	private StructuredLogEncoder encoder(String format) {
		// The starter masks Boot's formats, too, which would hide what they write.
		boolean masked = format.equals(JsonLogFormatter.class.getName());
		this.context.putObject(Environment.class.getName(),
				new MockEnvironment().withProperty("observability.logging.masking.enabled", String.valueOf(masked)));
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(format);
		encoder.start();
		return encoder;
	}

	private static String text(JsonNode line, String name) {
		JsonNode found = line.path(name);
		return found.isMissingNode() ? "none" : found.toString();
	}

	private static String both(JsonNode line, String first, String second) {
		String text = line.toString();
		return (text.contains('"' + first + '"') && text.contains('"' + second + '"')) ? "both values" : "one value";
	}

	private static String code(String text) {
		return "`" + text.replace("|", "\\|") + "`";
	}

	private static LoggingEvent mdc(LoggingEvent event, String... entries) {
		Map<String, String> mdc = new LinkedHashMap<>();
		for (int i = 0; i < entries.length; i += 2) {
			mdc.put(entries[i], entries[i + 1]);
		}
		event.setMDCPropertyMap(mdc);
		return event;
	}

	enum Case {

		RESERVED_KEY("MDC key `message`", "both values", (event) -> mdc(event, "message", "mine"),
				(line) -> both(line, "mine", "Hello")),

		NESTED_KEY("MDC keys `a` and `a.b`", "both values", (event) -> mdc(event, "a", "first", "a.b", "second"),
				(line) -> both(line, "first", "second")),

		LEVEL_KEY("MDC key `level`", "both values", (event) -> mdc(event, "level", "expert"),
				(line) -> both(line, "expert", "INFO")),

		TYPES("key-value `count` with 3, then with `many`", "`count` stays a number, `count_keyword` is \"many\"",
				(line) -> line.has("count_keyword")
						? "`count` stays a number, `count_keyword` is " + text(line, "count_keyword")
						: "`count` becomes a " + line.path("count").getNodeType().name().toLowerCase(Locale.ROOT),
				(event) -> event.setKeyValuePairs(List.of(new KeyValuePair("count", 3))),
				(event) -> event.setKeyValuePairs(List.of(new KeyValuePair("count", "many")))),

		STRUCTURED_ARGUMENT("`StructuredArguments.kv(\"ride.id\", 7)`", "a field, a number", (event) -> {
			event.setMessage("Ride {}");
			event.setArgumentArray(new Object[] { StructuredArguments.kv("ride.id", 7) });
		}, (line) -> line.path("ride_id_long").isInt() ? "a field, a number" : "no field"),

		FAILING_VALUE("key-value whose `toString()` fails", "the value replaced",
				(event) -> event.setKeyValuePairs(List.of(new KeyValuePair("bad", new Failing()))),
				(line) -> line.path("bad").asString("").startsWith("[not readable") ? "the value replaced" : "?"),

		LONE_SURROGATE("half of a surrogate pair in the message", "replaced by U+FFFD",
				(event) -> event.setMessage("half \uD83D"),
				(line) -> line.path("message").asString().equals("half \uFFFD") ? "replaced by U+FFFD"
						: "replaced by " + code(line.path("message").asString().substring(5))),

		HUGE("message of 10 MB", "within 16 KB, flagged", (event) -> event.setMessage("x".repeat(10 * 1024 * 1024)),
				(line) -> line.at("/log/truncated").asBoolean(false) ? "within 16 KB, flagged" : "not flagged"),

		STACK("exception with a cause", "root cause first, with a hash to group by",
				(event) -> event.setThrowableProxy(
						new ThrowableProxy(new IllegalStateException("outer", new IllegalArgumentException("inner")))),
				(line) -> (line.toString().indexOf("IllegalArgumentException: inner") < line.toString()
					.indexOf("IllegalStateException: outer")) ? "root cause first, with a hash to group by"
							: "root cause last"),

		PASSWORD("`password=hunter2` in the message", "`\"password=***\"`",
				(event) -> event.setMessage("password=hunter2"), (line) -> code(text(line, "message"))),

		MDC_SECRET("MDC key `authorization`", "`\"***\"`", (event) -> mdc(event, "authorization", "Basic dXNlcjpwdw=="),
				(line) -> code(text(line, "authorization"))),

		CARD("payment card in a cause's message", "masked",
				(event) -> event.setThrowableProxy(new ThrowableProxy(
						new IllegalStateException("outer", new IllegalArgumentException("4111 1111 1111 1111")))),
				(line) -> line.toString().contains("4111 1111 1111 1111") ? "shown" : "masked"),

		REPEATED("secret argument `StructuredArguments.v(\"password\", …)`", "`\"Login with ***\"`", (event) -> {
			event.setMessage("Login with {}");
			event.setArgumentArray(new Object[] { StructuredArguments.v("password", "hunter2") });
		}, (line) -> code(text(line, "message")));

		private final String description;

		private final String expected;

		private final Function<JsonNode, String> seen;

		private final List<Consumer<LoggingEvent>> events;

		Case(String description, String expected, Consumer<LoggingEvent> event, Function<JsonNode, String> seen) {
			this.description = description;
			this.expected = expected;
			this.seen = seen;
			this.events = List.of(event);
		}

		Case(String description, String expected, Function<JsonNode, String> seen, Consumer<LoggingEvent> first,
				Consumer<LoggingEvent> second) {
			this.description = description;
			this.expected = expected;
			this.seen = seen;
			this.events = List.of(first, second);
		}

	}

	private static final class Failing {

		@Override
		public String toString() {
			throw new IllegalStateException("no string");
		}

	}

}
