package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.observability.sample.support.OtlpSink;
import io.github.observability.sample.support.ReceivedSpan;
import io.github.observability.sample.support.ReceivedSpan.Kind;
import io.github.observability.sample.support.SpanTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.micrometer.tracing.test.autoconfigure.AutoConfigureTracing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The trace of a ride is the one that the tour shows. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "rides.settlement.after=1h")
@AutoConfigureTracing
class OneTraceIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final Path TOUR = Path.of("..", "docs", "tour.md");

	private static final Pattern SHOWN = Pattern.compile("(?<=\n### One trace\n)[^#]*?```text\n(?<trace>.*?)```",
			Pattern.DOTALL);

	private static final Pattern STATEMENT = Pattern.compile("^(\\w+).*?(?:\\b(?:from|into)|(?<=update)) (\\w+)");

	/** What nobody waits for: it comes last, whenever it ran. */
	private static final List<String> LATER = List.of("rider/notify", "rider/pick_up");

	private static final Comparator<ReceivedSpan> ORDER = Comparator
		.comparing((ReceivedSpan span) -> LATER.contains(span.name()))
		.thenComparing(ReceivedSpan::startNanos);

	private static final OtlpSink sink = new OtlpSink();

	private final RidesClient client;

	OneTraceIntegrationTests(@LocalServerPort int port) {
		this.client = new RidesClient("http://localhost:" + port);
	}

	@DynamicPropertySource
	static void exportToSink(DynamicPropertyRegistry registry) {
		registry.add("management.opentelemetry.tracing.export.otlp.endpoint", sink::endpoint);
	}

	@AfterAll
	static void closeSink() {
		sink.close();
	}

	@Test
	void isShownAsItIs() throws IOException {
		this.client.requestRide(RidesClient.BERLIN_RIDE, "traceparent",
				"00-%s-00f067aa0ba902b7-01".formatted(TRACE_ID));
		List<ReceivedSpan> spans = sink.awaitTrace(TRACE_ID, OneTraceIntegrationTests::isWhole, DEADLINE);
		assertThat(spans).as("riders and places are in no span")
			.flatExtracting((span) -> span.attributes().values())
			.noneMatch((value) -> value.contains("Hauptbahnhof") || value.equals("ada"));
		String outline = SpanTree.of(spans.stream().sorted(ORDER).toList()).outline(OneTraceIntegrationTests::title);
		String page = Files.readString(TOUR);
		MatchResult shown = SHOWN.matcher(page).results().findFirst().orElseThrow();
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(TOUR, page.substring(0, shown.start(1)) + outline + page.substring(shown.end(1)));
			return;
		}
		assertThat(shown.group(1))
			.as("rewrite it with: mvn test -pl sample-app -am -Dtest=OneTraceIntegrationTests -Ddocs.write=true "
					+ "-Dsurefire.failIfNoSpecifiedTests=false")
			.isEqualTo(outline);
	}

	/** Statements have one name, so that the table tells them apart. */
	private static String title(ReceivedSpan span) {
		Matcher statement = STATEMENT.matcher(span.attributes().getOrDefault("jdbc.query[0]", ""));
		return span.name() + (statement.find() ? " (%s %s)".formatted(statement.group(1), statement.group(2)) : "");
	}

	/** A span is sent after all that it waited for. */
	private static boolean isWhole(List<ReceivedSpan> spans) {
		return SpanTree.of(spans).isConnected()
				&& spans.stream().filter((span) -> span.kind() == Kind.SERVER).count() == 4
				&& spans.stream().filter((span) -> span.name().equals("rider/notify")).count() == 2;
	}

}
