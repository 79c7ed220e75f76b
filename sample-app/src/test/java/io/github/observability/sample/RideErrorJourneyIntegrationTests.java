package io.github.observability.sample;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import io.github.observability.sample.support.PrometheusText;
import io.github.observability.sample.support.Scrape;
import io.github.observability.sample.support.StrictJson;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

import static org.assertj.core.api.Assertions.assertThat;

/** What goes wrong is answered as it should be and counted once. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureMetrics
@AutoConfigureTracing
@ExtendWith(OutputCaptureExtension.class)
class RideErrorJourneyIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final String COUNT = "http_server_requests_seconds_count";

	private final RidesClient client;

	private final JdbcClient jdbc;

	RideErrorJourneyIntegrationTests(@LocalServerPort int port, @Autowired JdbcClient jdbc) {
		this.client = new RidesClient("http://localhost:" + port);
		this.jdbc = jdbc;
	}

	@AfterEach
	void repair() {
		this.client.switchOff("failing-dispatch");
		this.jdbc.sql("update drivers set busy_until = ?").param(Instant.EPOCH).update();
	}

	@Test
	void unknownRideIsNotFound() {
		Change change = changeBy(() -> this.client.get("/rides/0"), "GET", "/rides/{id}");
		assertThat(change.response().statusCode()).isEqualTo(404);
		assertThat(change.of("uri", "/rides/{id}", "status", "404")).isEqualTo(1);
		assertThat(change.of("uri", "/rides/{id}")).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"rider\":\"ada\"", "", "[]",
			"{\"rider\":\"ada\",\"city\":\"atlantis\",\"pickup\":\"a\",\"destination\":\"b\"}" })
	void invalidRequestIsRefused(String body) {
		Change change = changeBy(() -> this.client.requestRide(body), "POST", "/rides");
		assertThat(change.response().statusCode()).isEqualTo(400);
		assertThat(change.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(change.of("uri", "/rides", "status", "400")).isEqualTo(1);
		assertThat(change.of("uri", "/rides")).isEqualTo(1);
		assertThat(change.business("rides_requested_total")).isZero();
	}

	@Test
	void rideWithoutFreeDriverIsRefused() {
		this.jdbc.sql("update drivers set busy_until = ?").param(Instant.now().plus(Duration.ofDays(1))).update();
		Change change = changeBy(() -> this.client.requestRide(RidesClient.BERLIN_RIDE), "POST", "/rides");
		assertThat(change.response().statusCode()).isEqualTo(409);
		assertThat(change.of("uri", "/rides", "status", "409", "outcome", "CLIENT_ERROR")).isEqualTo(1);
		assertThat(change.of("uri", "/matching/find-driver", "status", "409")).isEqualTo(1);
		assertThat(change.business("rides_requested_total")).isEqualTo(1);
	}

	@Test
	void failingDispatchIsAnErrorOfEveryRoleOnItsWay() {
		this.client.switchOn("failing-dispatch");
		Change change = changeBy(() -> this.client.requestRide(RidesClient.BERLIN_RIDE), "POST", "/rides");
		assertThat(change.response().statusCode()).isEqualTo(502);
		assertThat(change.of("uri", "/dispatch/assignments", "status", "500", "exception", "IllegalStateException"))
			.isEqualTo(1);
		assertThat(change.of("uri", "/dispatch/assignments")).isEqualTo(1);
		assertThat(change.of("uri", "/matching/find-driver", "status", "502", "exception", "InternalServerError"))
			.isEqualTo(1);
		assertThat(change.of("uri", "/matching/find-driver")).isEqualTo(1);
		assertThat(change.of("uri", "/rides", "status", "502", "exception", "BadGateway")).isEqualTo(1);
		assertThat(change.of("uri", "/rides")).isEqualTo(1);
	}

	@Test
	void failedRideGivesItsDriverBack() {
		this.client.switchOn("failing-dispatch");
		this.client.requestRide(RidesClient.BERLIN_RIDE);
		assertThat(this.jdbc.sql("select count(*) from drivers where ride_id is not null").query(Long.class).single())
			.isZero();
		assertThat(this.jdbc.sql("select status from rides order by id desc limit 1").query(String.class).single())
			.isEqualTo("FAILED");
	}

	@Test
	void unhandledExceptionIsLoggedUnderTheTraceOfTheRequest(CapturedOutput output) {
		this.client.switchOn("failing-dispatch");
		this.client.requestRide(RidesClient.BERLIN_RIDE, "traceparent",
				"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		Awaitility.await()
			.atMost(DEADLINE)
			.untilAsserted(() -> assertThat(lines(output))
				.filteredOn((line) -> line.at("/log/level").asString().equals("ERROR"))
				.filteredOn((line) -> line.at("/error/message").asString().contains("dispatch board"))
				.isNotEmpty()
				.allSatisfy((line) -> assertThat(line.at("/trace/id").asString())
					.isEqualTo("0af7651916cd43dd8448eb211c80319c")));
	}

	@Test
	void unknownFaultIsNotFound() {
		assertThat(this.client.switchOn("nonsense").statusCode()).isEqualTo(404);
	}

	private Change changeBy(Supplier<HttpResponse<String>> request, String method, String uri) {
		Scrape before = scrape();
		HttpResponse<String> response = request.get();
		double served = before.sum(COUNT, "method", method, "uri", uri);
		Scrape after = Awaitility.await()
			.atMost(DEADLINE)
			.until(this::scrape, (scrape) -> scrape.sum(COUNT, "method", method, "uri", uri) > served);
		return new Change(response, before, after);
	}

	private Scrape scrape() {
		return PrometheusText.parse(this.client.scrape(RidesClient.PROMETHEUS_TEXT));
	}

	private static List<JsonNode> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.startsWith("{")).map(StrictJson::parse).toList();
	}

	private record Change(HttpResponse<String> response, Scrape before, Scrape after) {

		double of(String... labels) {
			return this.after.sum(COUNT, labels) - this.before.sum(COUNT, labels);
		}

		double business(String name) {
			return this.after.sum(name) - this.before.sum(name);
		}

	}

}
