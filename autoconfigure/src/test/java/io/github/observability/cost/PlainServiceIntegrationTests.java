package io.github.observability.cost;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.OtlpReceiver;
import io.github.observability.testing.Volume;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A plain service with Spring Data JPA: what the endpoint says of its telemetry is what a
 * receiver and a scraper got, the starter warns of nothing, and of planted explosions it
 * names each.
 */
@FullRunOnly
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlainServiceIntegrationTests {

	private static final int REQUESTS_PER_SECOND = 20;

	private static final Duration WINDOW = Duration
		.ofSeconds(Integer.getInteger("tests.window.seconds", Volume.of(2, 20)));

	private static final String OURS = "io.github.observability.";

	private static final List<String> CITIES = List.of("Graz", "Linz", "Wels");

	private static final Percentage A_TENTH = Percentage.withPercentage(10);

	private static OtlpReceiver receiver;

	private static ForkedApplication application;

	private static String url;

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper mapper = new JsonMapper();

	@BeforeAll
	static void start() throws Exception {
		receiver = new OtlpReceiver();
		Setup setup = Setup.of(JourneyApplication.class, Jars.MVC, Jars.TOMCAT, Jars.JDBC, Jars.JPA)
			.resources("jpa")
			.arguments("--management.endpoints.web.exposure.include=cost,prometheus",
					"--management.tracing.sampling.probability=1",
					"--management.opentelemetry.tracing.export.schedule-delay=100ms",
					"--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint(),
					"--spring.jpa.hibernate.ddl-auto=create");
		application = ForkedApplication.start("journeys", setup, true);
		url = "http://localhost:" + application.awaitReady().path("port").asInt();
	}

	@AfterAll
	static void stop() {
		application.close();
		receiver.close();
	}

	@Test
	@Order(1)
	void predictsWhatReceiverAndScraperGet() throws Exception {
		for (int i = 0; i < 10; i++) {
			journey(i);
		}
		awaitJourneys(10);
		Received before = received();
		AtomicInteger sent = new AtomicInteger(10);
		AtomicInteger scrapes = new AtomicInteger();
		AtomicLong scraped = new AtomicLong();
		ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
		ScheduledFuture<?> traffic = executor.scheduleAtFixedRate(() -> {
			int number = sent.getAndIncrement();
			journey(number);
			if (number % REQUESTS_PER_SECOND == 0) {
				scrapes.incrementAndGet();
				scraped.addAndGet(scrape());
			}
		}, 0, TimeUnit.SECONDS.toMicros(1) / REQUESTS_PER_SECOND, TimeUnit.MICROSECONDS);
		int all = 10 + (int) WINDOW.toSeconds() * REQUESTS_PER_SECOND;
		Awaitility.await().atMost(WINDOW.plusMinutes(1)).until(() -> sent.get() >= all || traffic.isDone());
		executor.shutdown();
		assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		assertThat(sent.get()).isGreaterThanOrEqualTo(all);
		awaitJourneys(sent.get());
		Received after = received();
		assertThat(after.predictedLogBytes() - before.predictedLogBytes()).as("bytes of lines")
			.isCloseTo((double) after.logBytes() - before.logBytes(), A_TENTH);
		assertThat(after.predictedSpanBytes() - before.predictedSpanBytes()).as("bytes of spans")
			.isCloseTo((double) after.spanBytes() - before.spanBytes(), A_TENTH);
		assertThat(after.predictedScrapeBytes() * scrapes.get()).as("bytes of scrapes")
			.isCloseTo(scraped.doubleValue(), A_TENTH);
		System.out.println(before + "\n" + after + "\n" + scrapes + " scrapes of " + scraped + " bytes");
	}

	/** What was predicted and what was received since the start. */
	private Received received() throws Exception {
		long logBytes = application.out().getBytes(StandardCharsets.UTF_8).length;
		long spanBytes = receiver.spanBytes();
		JsonNode report = this.mapper.readTree(get("/actuator/cost").body());
		double seconds = report.path("windowSeconds").asDouble();
		double interval = TimeUnit.MINUTES.toSeconds(1);
		return new Received(report.path("logs").path("bytesPerSecond").asDouble() * seconds, logBytes,
				report.path("traces").path("bytesPerSecond").asDouble() * seconds, spanBytes,
				report.path("metrics").path("bytesPerSecond").asDouble() * interval);
	}

	@Test
	@Order(2)
	void warnsOfNothing() {
		assertThat(JsonLines.parseAll(application.out()))
			.filteredOn((line) -> line.path("log").path("logger").asString("").startsWith(OURS))
			.isNotEmpty()
			.allSatisfy(
					(line) -> assertThat(line.path("log").path("level").asString()).as("%s", line).isEqualTo("INFO"));
		assertThat(application.out()).contains("Hibernate").doesNotContain("observability.cost.series.collapsed");
	}

	@Test
	@Order(3)
	void namesEachPlantedExplosion() throws Exception {
		JsonNode classes = this.mapper.readTree(get("/plant").body());
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> warnings("planted.").size() == 20);
		for (int i = 0; i < JourneyApplication.OFFENDERS_OF_A_KIND; i++) {
			assertThat(warnings("planted.values." + i)).singleElement()
				.asString()
				.contains("Tag 'user' of meter 'planted.values." + i + "' has more than 100 values",
						"what " + classes.get(0).asString() + " records");
			assertThat(warnings("planted.combinations." + i)).singleElement()
				.asString()
				.contains(
						"Meter 'planted.combinations." + i
								+ "' has more than 1000 combinations of the tags 'driver', 'rider', 'zone'",
						"what " + classes.get(1).asString() + " records");
		}
	}

	private static List<String> warnings(String meter) {
		return application.out()
			.lines()
			.filter((line) -> line.endsWith("}"))
			.map(JsonLines::parse)
			.filter((line) -> line.path("log").path("level").asString("").equals("WARN"))
			.map((line) -> line.path("message").asString(""))
			.filter((message) -> message.contains("'" + meter))
			.toList();
	}

	private void journey(int number) {
		assertThat(get("/journeys/to/" + CITIES.get(number % CITIES.size())).statusCode()).isEqualTo(200);
	}

	private long scrape() {
		HttpResponse<String> scrape = get("/actuator/prometheus", "Accept",
				"application/openmetrics-text; version=1.0.0; charset=utf-8");
		assertThat(scrape.statusCode()).isEqualTo(200);
		return scrape.body().getBytes(StandardCharsets.UTF_8).length;
	}

	/** Lines are written and spans are exported after the response is sent. */
	private static void awaitJourneys(int count) {
		receiver.await((spans) -> spans.stream().filter((span) -> span.kind().endsWith("SERVER")).count() == count,
				Duration.ofSeconds(30));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> application.out()
				.lines()
				.filter((line) -> line.contains(OURS + "access") && line.contains("/journeys/to/{city}"))
				.count() == count);
	}

	private HttpResponse<String> get(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(1));
		if (headers.length != 0) {
			request.headers(headers);
		}
		return this.client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
	}

	/**
	 * What was predicted and what was received.
	 *
	 * @param predictedLogBytes bytes of lines that the endpoint says
	 * @param logBytes bytes of lines that were written
	 * @param predictedSpanBytes bytes of spans that the endpoint says
	 * @param spanBytes bytes of spans that were received
	 * @param predictedScrapeBytes bytes of a scrape that the endpoint says
	 */
	private record Received(double predictedLogBytes, long logBytes, double predictedSpanBytes, long spanBytes,
			double predictedScrapeBytes) {

	}

}
