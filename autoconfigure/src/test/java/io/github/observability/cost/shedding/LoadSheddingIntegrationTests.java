package io.github.observability.cost.shedding;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.OtlpReceiver;
import io.github.observability.testing.ReceivedSpan;
import io.github.observability.testing.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service in a small heap that fills up while it serves: telemetry goes in order, every
 * request and every error is still there, and all of it comes back.
 */
@FullRunOnly
class LoadSheddingIntegrationTests {

	private static final String HOLD = Volume.of(500, 1_000) + "ms";

	private static final String RECOVERY = Volume.of(500, 8_000) + "ms";

	/** Requests that are sent while everything is shed, half of which fail. */
	private static final int AT_THE_HIGHEST_LEVEL = Volume.of(60, 150);

	private static final List<String> ORDER = Stream.of(SheddingStep.values()).map(SheddingStep::value).toList();

	private static final int UNKNOWN = -1;

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper mapper = new JsonMapper();

	/** Requests by the level of which they were served, or {@link #UNKNOWN}. */
	private final Map<Integer, List<Integer>> worked = new HashMap<>();

	private final Map<Integer, List<Integer>> failed = new HashMap<>();

	private final List<Integer> levels = new ArrayList<>();

	private String url = "";

	private int number;

	@Test
	void shedsInOrderUnderHeapPressureAndLosesNoCountAndNoError() throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			Setup setup = Setup.of(StressedApplication.class, Jars.MVC, Jars.TOMCAT)
				.jvmOptions("-Xmx80m", "-Xmn12m")
				.arguments("--observability.cost.shedding.initial-delay=0s",
						"--observability.saturation.interval=100ms", "--observability.cost.shedding.hold=" + HOLD,
						"--observability.cost.shedding.recovery=" + RECOVERY,
						"--logging.level.io.github.observability.cost.shedding=DEBUG",
						// Each line is looked for, however many are alike.
						"--observability.logging.floods.enabled=false", "--management.tracing.sampling.probability=1",
						"--management.opentelemetry.tracing.export.schedule-delay=100ms",
						"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint());
			try (ForkedApplication application = ForkedApplication.start("stressed", setup, true)) {
				this.url = "http://localhost:" + application.awaitReady().path("port").asInt();
				serve(10);
				assertThat(this.worked.get(0)).isNotEmpty();
				serveUntil("/press", (level) -> level == SheddingLevel.HIGHEST, Duration.ofMinutes(3));
				serve(AT_THE_HIGHEST_LEVEL);
				send("/release");
				int shed = this.levels.size();
				long released = System.nanoTime();
				serveUntil("/state", (level) -> level == 0, Duration.ofMinutes(1));
				System.out.println("Back after " + Duration.ofNanos(System.nanoTime() - released));
				serve(10);
				assertThat(this.levels.subList(0, shed)).isSorted().endsWith(SheddingLevel.HIGHEST);
				assertThat(this.levels.subList(shed, this.levels.size()))
					.isSortedAccordingTo((one, other) -> other - one);
				assertCounts();
				assertLines(application);
				assertTraces(receiver);
			}
		}
	}

	private void serve(int requests) throws Exception {
		for (int i = 0; i < requests; i += 2) {
			serveTwo();
		}
	}

	private void serveUntil(String path, Predicate<Integer> reached, Duration patience) throws Exception {
		long deadline = System.nanoTime() + patience.toNanos();
		do {
			assertThat(System.nanoTime()).as("level %s", this.levels).isLessThan(deadline);
			send(path);
			serveTwo();
		}
		while (!reached.test(this.levels.get(this.levels.size() - 1)));
	}

	/** One that works and one that fails. Their level is known if it stayed the same. */
	private void serveTwo() throws Exception {
		int before = level();
		int working = ++this.number;
		assertThat(send("/work/" + working, "traceparent", parent(working, true)).statusCode()).isEqualTo(200);
		int failing = ++this.number;
		assertThat(send("/fail/" + failing, "traceparent", parent(failing, false)).statusCode()).isEqualTo(500);
		int after = level();
		int level = (before == after) ? before : UNKNOWN;
		this.worked.computeIfAbsent(level, (key) -> new ArrayList<>()).add(working);
		this.failed.computeIfAbsent(level, (key) -> new ArrayList<>()).add(failing);
		this.levels.add(after);
	}

	private static String parent(int number, boolean sampled) {
		return "00-" + traceId(number) + "-00f067aa0ba902b7-" + (sampled ? "01" : "00");
	}

	private static String traceId(int number) {
		return "%032x".formatted(0x1000000 + number);
	}

	private int level() throws Exception {
		JsonNode state = state();
		int level = state.path("level").asInt();
		List<String> shed = new ArrayList<>();
		state.path("shed").forEach((step) -> shed.add(step.asString()));
		assertThat(shed).isEqualTo(ORDER.subList(0, level));
		return level;
	}

	private JsonNode state() throws Exception {
		return this.mapper.readTree(send("/state").body());
	}

	private HttpResponse<String> send(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + path))
			.timeout(Duration.ofMinutes(1));
		if (headers.length != 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private void assertCounts() {
		int each = this.number / 2;
		// A request is recorded after its response is sent.
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			JsonNode state = state();
			assertThat(state.path("worked").asInt()).isEqualTo(each);
			assertThat(state.path("failed").asInt()).isEqualTo(each);
			assertThat(state.path("steps").asInt()).isEqualTo(this.number);
		});
	}

	private void assertLines(ForkedApplication application) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> accessLines(application, "/fail/{number}") == this.number / 2
					&& accessLines(application, "/work/{number}") == this.number / 2);
		List<String> messages = JsonLines.parseAll(application.out())
			.stream()
			.map((line) -> line.path("message").asString(""))
			.toList();
		Set<String> written = new HashSet<>(messages);
		all(this.failed).forEach((number) -> assertThat(written).contains("failed " + number));
		Stream.concat(at(this.worked, 0), at(this.failed, 0))
			.forEach((number) -> assertThat(written).contains("detail of " + number));
		for (int level = 1; level <= SheddingLevel.HIGHEST; level++) {
			Stream.concat(at(this.worked, level), at(this.failed, level))
				.forEach((number) -> assertThat(written).doesNotContain("detail of " + number));
		}
		assertThat(messages.stream().filter((message) -> message.startsWith("Telemetry is shed"))).hasSize(1);
		assertThat(messages.stream().filter((message) -> message.startsWith("Load shedding ended"))).singleElement()
			.asString()
			.contains("5 of 5 kinds");
	}

	private static long accessLines(ForkedApplication application, String route) {
		return application.out()
			.lines()
			.filter((line) -> line.endsWith("}") && line.contains("io.github.observability.access")
					&& line.contains('"' + route + '"'))
			.count();
	}

	/**
	 * Of each request that fails the local root is exported, whatever is shed; its step
	 * is until tail sampling goes. What a caller sampled is exported whole.
	 */
	private void assertTraces(OtlpReceiver receiver) {
		Set<String> expected = Stream.concat(all(this.failed), all(this.worked))
			.map(LoadSheddingIntegrationTests::traceId)
			.collect(Collectors.toSet());
		receiver.await((spans) -> spans.stream()
			.filter((span) -> span.kind().endsWith("SERVER"))
			.map(ReceivedSpan::traceId)
			.collect(Collectors.toSet())
			.containsAll(expected), Duration.ofSeconds(30));
		Map<String, List<ReceivedSpan>> traces = receiver.traces();
		all(this.failed).forEach(
				(number) -> assertThat(traces.get(traceId(number))).filteredOn((span) -> span.kind().endsWith("SERVER"))
					.singleElement()
					.satisfies((root) -> assertThat(root.error()).isTrue()));
		for (int level = 0; level <= SheddingLevel.HIGHEST; level++) {
			boolean whole = level <= SheddingStep.TAIL_SAMPLING.ordinal();
			at(this.failed, level)
				.forEach((number) -> assertThat(traces.get(traceId(number)).size() > 1).as("trace of %d", number)
					.isEqualTo(whole));
		}
		all(this.worked).forEach((number) -> assertThat(traces.get(traceId(number))).hasSizeGreaterThan(1));
	}

	private static Stream<Integer> at(Map<Integer, List<Integer>> requests, int level) {
		return requests.getOrDefault(level, List.of()).stream();
	}

	private static Stream<Integer> all(Map<Integer, List<Integer>> requests) {
		return requests.values().stream().flatMap(List::stream);
	}

}
