package io.github.observability.sample;

import java.time.Duration;
import java.util.function.Predicate;

import io.github.observability.sample.support.StrictJson;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** What the business sees while drivers vanish and one region fails. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rides.settlement.after=1h", "rides.settlement.interval=50ms",
				"rides.matching.supply-interval=50ms", "observability.business.outlier-interval=100ms" })
@AutoConfigureMetrics
class MarketplaceIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final String[] CITIES = { "berlin", "lisbon", "vienna" };

	private static final int RIDES_PER_CITY = 30;

	private final RidesClient client;

	MarketplaceIntegrationTests(@LocalServerPort int port) {
		this.client = new RidesClient("http://localhost:" + port);
	}

	@Test
	void healthFallsWhenDriversVanishAndNamesTheCause() {
		JsonNode healthy = awaitBusiness((state) -> state.at("/scores/marketplace/score").asDouble(0) > 0);
		assertThat(healthy.at("/scores/marketplace/components/supply/position").asDouble()).isEqualTo(1);
		this.client.switchOn("vanished-drivers");
		JsonNode ill = awaitBusiness((state) -> state.at("/scores/marketplace/score").asDouble(1) == 0);
		assertThat(ill.at("/scores/marketplace/cause").asString()).isEqualTo("supply");
		assertThat(ill.at("/scores/marketplace/components/supply/contribution").asDouble()).isEqualTo(1);
		assertThat(ill.at("/scores/marketplace/components/demand/contribution").asDouble()).isZero();
		assertThat(this.client.requestRide(RidesClient.BERLIN_RIDE).statusCode()).isEqualTo(409);
		this.client.switchOff("vanished-drivers");
		awaitBusiness((state) -> state.at("/scores/marketplace/score").asDouble(0) > 0);
	}

	@Test
	void findsTheBadRegionAndCountsTheFunnel() {
		this.client.switchOn("bad-region");
		for (String city : CITIES) {
			for (int i = 0; i < RIDES_PER_CITY; i++) {
				this.client.requestRide(RidesClient.BERLIN_RIDE.replace("berlin", city));
			}
		}
		this.client.switchOff("bad-region");
		JsonNode state = awaitBusiness((each) -> outlier(each, "lisbon"));
		assertThat(outlier(state, "berlin")).isFalse();
		assertThat(outlier(state, "vienna")).isFalse();
		long requested = state.at("/funnels/rides/0/count").asLong();
		assertThat(requested).isGreaterThanOrEqualTo(CITIES.length * RIDES_PER_CITY);
		assertThat(state.at("/funnels/rides/1/count").asLong()).isBetween(1L, requested - 1);
		assertThat(state.at("/meters/rides.assigned.amount/0/tags/currency").asString()).isEqualTo("EUR");
	}

	private static boolean outlier(JsonNode state, String city) {
		for (JsonNode group : state.at("/outliers/cities")) {
			if (group.path("group").asString("").equals(city)) {
				return group.path("outlier").asBoolean();
			}
		}
		return false;
	}

	private JsonNode awaitBusiness(Predicate<JsonNode> condition) {
		return Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> StrictJson.parse(this.client.get("/actuator/business").body()), condition);
	}

}
