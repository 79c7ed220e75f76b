package io.github.observability.sample;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import io.github.observability.sample.support.OtlpSink;
import io.github.observability.sample.support.PrometheusText;
import io.github.observability.sample.support.ReceivedSpan;
import io.github.observability.sample.support.ReceivedSpan.Kind;
import io.github.observability.sample.support.Scrape;
import io.github.observability.sample.support.SpanTree;
import io.github.observability.sample.support.StrictJson;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.micrometer.tracing.test.autoconfigure.AutoConfigureTracing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** One ride, and everything that is to be seen of it from outside. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rides.settlement.after=1h", "rides.settlement.interval=50ms",
				"management.tracing.sampling.probability=1" })
@AutoConfigureMetrics
@AutoConfigureTracing
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("jdk")
class RideJourneyIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String CALLER_SPAN_ID = "00f067aa0ba902b7";

	private static final String[] SERVED_RIDE = { "method", "POST", "uri", "/rides", "status", "201" };

	private static final OtlpSink sink = new OtlpSink();

	private final RidesClient client;

	private final JdbcClient jdbc;

	private HttpResponse<String> response;

	private JsonNode ride;

	RideJourneyIntegrationTests(@LocalServerPort int port, @Autowired JdbcClient jdbc) {
		this.client = new RidesClient("http://localhost:" + port);
		this.jdbc = jdbc;
	}

	@DynamicPropertySource
	static void exportToSink(DynamicPropertyRegistry registry) {
		registry.add("management.opentelemetry.tracing.export.otlp.endpoint", sink::endpoint);
	}

	@BeforeAll
	void requestRide(CapturedOutput output) {
		this.response = this.client.requestRide(RidesClient.BERLIN_RIDE, "X-City", "berlin", "traceparent",
				"00-%s-%s-01".formatted(TRACE_ID, CALLER_SPAN_ID));
		this.ride = StrictJson.parse(this.response.body());
		awaitAsynchronousLines(output);
	}

	// A line that comes while a test runs is captured for that test alone.
	private static void awaitAsynchronousLines(CapturedOutput output) {
		Awaitility.await()
			.atMost(DEADLINE)
			.untilAsserted(() -> assertThat(output.getOut()).contains("Rider notified of driver", "Pickup expected at",
					"Rider called to the pickup"));
	}

	@AfterAll
	static void closeSink() {
		sink.close();
	}

	@Test
	void riderGetsAPricedRideWithADriver() {
		assertThat(this.response.statusCode()).isEqualTo(201);
		assertThat(this.ride.at("/status").asString()).isEqualTo("ASSIGNED");
		assertThat(this.ride.at("/price/minorUnits").asLong()).isPositive();
		assertThat(this.ride.at("/driver").asString()).startsWith("Berlin driver");
		long id = this.ride.at("/id").asLong();
		assertThat(StrictJson.parse(this.client.get("/rides/" + id).body()).at("/id").asLong()).isEqualTo(id);
	}

	@Test
	void responseNamesTheRequest() {
		assertThat(this.response.headers().firstValue("X-Request-Id"))
			.hasValueSatisfying((id) -> assertThat(id).isNotBlank());
	}

	@ParameterizedTest
	@CsvSource({ "rider.RideService, Ride requested in berlin", "pricing.PricingController, Quoted",
			"matching.MatchingController, Matched with driver", "dispatch.DispatchController, Sent driver",
			"rider.RiderNotifier, Rider notified of driver", "rider.Pickups, Pickup expected at",
			"rider.RiderNotifier, Rider called to the pickup" })
	void everyRoleLogsUnderTheTraceOfTheRequest(String logger, String message, CapturedOutput output) {
		assertThat(lines(output))
			.filteredOn((line) -> line.at("/log/logger").asString().equals("io.github.observability.sample." + logger))
			.filteredOn((line) -> line.at("/message").asString().startsWith(message))
			.singleElement()
			.satisfies((line) -> assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID));
	}

	@Test
	void lineOfTheRequestHasTheChosenHeaderAndTheRide(CapturedOutput output) {
		assertThat(lines(output)).filteredOn((line) -> line.at("/message").asString().startsWith("Ride requested in"))
			.singleElement()
			.satisfies((line) -> {
				assertThat(line.at("/city").asString()).isEqualTo("berlin");
				assertThat(line.at("/ride/id").asLong()).isEqualTo(this.ride.at("/id").asLong());
			});
	}

	@Test
	void oneTraceConnectsAllRoles() {
		SpanTree tree = SpanTree.of(awaitTrace()).assertConnected();
		assertThat(tree.tops()).singleElement()
			.satisfies((top) -> assertThat(top.parentSpanId()).isEqualTo(CALLER_SPAN_ID));
		assertThat(tree.containsPath("http post /rides", "http post", "http post /pricing/quote")).as("%s", tree)
			.isTrue();
		assertThat(tree.containsPath("http post /rides", "http post", "http post /matching/find-driver",
				"matching/find_driver"))
			.as("%s", tree)
			.isTrue();
		assertThat(tree.containsPath("http post /matching/find-driver", "http post", "http post /dispatch/assignments"))
			.as("%s", tree)
			.isTrue();
	}

	@Test
	void requestIsCountedOnceWithItsLatency() {
		Scrape scrape = awaitServedRide();
		assertThat(scrape.value("http_server_requests_seconds_count", SERVED_RIDE)).isEqualTo(1);
		assertThat(scrape.sum("http_server_requests_seconds_count", "method", "POST", "uri", "/rides")).isEqualTo(1);
		assertThat(scrape.samples("http_server_requests_seconds_bucket", SERVED_RIDE))
			.extracting((sample) -> sample.labels().get("le"))
			.contains("0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "5.0", "+Inf")
			.hasSizeLessThanOrEqualTo(14);
	}

	@Test
	void nothingIsInFlightAfterwards() {
		assertThat(awaitServedRide().value("http_server_requests_active", "method", "POST")).isZero();
	}

	@Test
	void rideIsCountedFromRequestToSettlement() {
		Scrape open = awaitScrape((scrape) -> scrape.sum("rides_open") == 1);
		assertThat(open.sum("rides_requested_total", "city", "berlin")).isEqualTo(1);
		assertThat(open.sum("rides_completed_total")).isZero();
		this.jdbc.sql("update rides set assigned_at = ?").param(Instant.EPOCH).update();
		Scrape settled = awaitScrape((scrape) -> scrape.sum("rides_open") == 0);
		assertThat(settled.sum("rides_requested_total", "city", "berlin")).isEqualTo(1);
		assertThat(settled.value("rides_completed_total", "city", "berlin")).isEqualTo(1);
		assertThat(settled.value("rides_fares_minor_units_total", "city", "berlin", "currency", "EUR"))
			.isEqualTo(this.ride.at("/price/minorUnits").asLong());
		assertSettledInALinkedTrace();
	}

	private void assertSettledInALinkedTrace() {
		List<ReceivedSpan> linked = Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> sink.spans().stream().filter((span) -> span.linkedTraceIds().contains(TRACE_ID)).toList(),
					(spans) -> !spans.isEmpty());
		assertThat(linked).singleElement().satisfies((span) -> {
			assertThat(span.name()).isEqualTo("task settlement.settle");
			assertThat(span.traceId()).isNotEqualTo(TRACE_ID);
		});
	}

	private List<ReceivedSpan> awaitTrace() {
		return sink.awaitTrace(TRACE_ID, (spans) -> servers(spans) == 4, DEADLINE);
	}

	private static long servers(List<ReceivedSpan> spans) {
		return spans.stream().filter((span) -> span.kind() == Kind.SERVER).count();
	}

	// The rider has the answer a moment before it is counted.
	private Scrape awaitServedRide() {
		return awaitScrape((scrape) -> scrape.sum("http_server_requests_seconds_count", SERVED_RIDE) > 0);
	}

	private Scrape awaitScrape(Predicate<Scrape> condition) {
		return Awaitility.await().atMost(DEADLINE).until(this::scrape, condition);
	}

	private Scrape scrape() {
		return PrometheusText.parse(this.client.scrape(RidesClient.PROMETHEUS_TEXT));
	}

	private static List<JsonNode> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.startsWith("{")).map(StrictJson::parse).toList();
	}

}
