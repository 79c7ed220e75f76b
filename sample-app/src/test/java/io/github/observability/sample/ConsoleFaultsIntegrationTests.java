package io.github.observability.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

import io.github.observability.console.Browser;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.micrometer.tracing.test.autoconfigure.AutoConfigureTracing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample under its own traffic, in the console: nothing stands out while it is well,
 * and each fault is seen. Pictures are left in {@code target/console}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "observability.console.enabled=true", "observability.console.token=" + Browser.TOKEN,
				"observability.console.run-file=target/console/run.json", "rides.traffic.enabled=true",
				"rides.traffic.rate=10", "rides.matching.search-time=40ms", "rides.pricing.slow-quote-time=1s",
				"rides.settlement.after=2s", "rides.faults.pool-held-for=60s" })
@AutoConfigureMetrics
@AutoConfigureTracing
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleFaultsIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(90);

	private static final int CLEAN_SECONDS = Boolean.getBoolean("tests.full") ? 60 : 8;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String base;

	private final RidesClient client;

	private Browser browser;

	ConsoleFaultsIntegrationTests(@LocalServerPort int port) {
		this.base = "http://localhost:" + port;
		this.client = new RidesClient(this.base);
	}

	@BeforeAll
	void open() throws IOException {
		Browser.assumeInstalled();
		this.browser = new Browser(this.base);
	}

	@AfterEach
	void repair() {
		for (String fault : new String[] { "slow-pricing", "failing-dispatch", "saturated-pool", "bad-region",
				"vanished-drivers" }) {
			this.client.switchOff(fault);
		}
	}

	@AfterAll
	void close() throws IOException {
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	@Order(1)
	void nothingStandsOutWhileAllIsWell() throws IOException {
		await("now",
				(now) -> now.path("points")
					.valueStream()
					.filter((point) -> point.path("requests").asInt() > 0)
					.count() >= CLEAN_SECONDS);
		assertThat(read("findings").toString()).isEqualTo("[]");
		this.browser.open("now");
		assertThat(this.browser.text()).contains("Nothing stands out.", "ride-requests", "rides.requested");
		this.browser.picture("sample-well");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void slowPricingIsSeenInTheWaterfallAndInTheObjective() throws IOException {
		this.client.switchOn("slow-pricing");
		JsonNode slow = await("requests?q=POST+/rides&slower=900&status=2", (found) -> found.path("traces").size() > 0);
		String traceId = slow.path("traces").path(0).path("traceId").asString();
		this.browser.open("request/" + traceId);
		this.browser.await(".span");
		assertThat(this.browser.text()).contains("Where the time went", "ride-requests-fast");
		assertThat(this.browser.texts("[aria-label='Effect on objectives'] tbody tr"))
			.anyMatch((row) -> row.startsWith("ride-requests-fast bad limit 300 ms"));
		this.browser.picture("sample-slow-pricing");
	}

	@Test
	void failingDispatchIsSeenAmongTheErrors() throws IOException {
		this.client.switchOn("failing-dispatch");
		await("requests?badge=error", (found) -> found.path("traces").size() > 2);
		await("errors", (found) -> found.size() > 0);
		this.browser.open("requests?badge=error");
		assertThat(this.browser.texts("tbody tr"))
			.anyMatch((row) -> row.contains("POST /rides") && row.contains("failed"));
		this.browser.open("errors");
		this.browser.picture("sample-failing-dispatch");
	}

	@Test
	void saturatedPoolIsSeenInSaturation() throws IOException {
		this.client.switchOn("saturated-pool");
		await("now", (now) -> last(now).path("saturation").path("jdbc.dataSource").asDouble() >= 0.85);
		this.browser.open("now");
		assertThat(Browser.until(this.browser::text, (text) -> text.contains("jdbc.dataSource"))).isNotEmpty();
		this.browser.picture("sample-saturated-pool");
	}

	@Test
	void badRegionIsSeenInLinesAndBusinessMeters() throws IOException {
		this.client.switchOn("bad-region");
		await("lines?q=No+driver+is+free+in+lisbon", (found) -> found.path("lines").size() > 1);
		await("now", (now) -> now.path("business").path("meters").path("rides.failed").size() > 0);
		this.browser.open("lines?q=No+driver+is+free+in+lisbon");
		assertThat(Browser.until(() -> this.browser.texts(".logline .text"), (lines) -> !lines.isEmpty())).isNotEmpty();
		this.browser.open("now");
		assertThat(this.browser.text()).contains("rides.failed");
		this.browser.picture("sample-bad-region");
	}

	@Test
	void vanishedDriversAreSeenInRejectedRides() throws IOException {
		this.client.switchOn("vanished-drivers");
		await("lines?template=No+driver+is+free+in+%7B%7D", (found) -> found.path("lines").size() > 5);
		JsonNode rejected = await("requests?q=POST+/rides&status=409", (found) -> found.path("traces").size() > 0);
		this.browser.open("request/" + rejected.path("traces").path(0).path("traceId").asString());
		this.browser.await(".span");
		assertThat(this.browser.text()).contains("No driver is free");
		this.browser.picture("sample-vanished-drivers");
	}

	private static JsonNode last(JsonNode now) {
		JsonNode points = now.path("points");
		return points.path(points.size() - 1);
	}

	private JsonNode await(String api, Predicate<JsonNode> condition) {
		return Awaitility.await().atMost(DEADLINE).until(() -> read(api), condition::test);
	}

	private JsonNode read(String api) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/observability/api/" + api))
			.header("Authorization", "Bearer " + Browser.TOKEN)
			.build();
		HttpResponse<String> response = this.http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

}
