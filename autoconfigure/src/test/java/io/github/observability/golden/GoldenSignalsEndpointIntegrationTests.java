package io.github.observability.golden;

import java.time.Duration;

import io.github.observability.testing.RunningApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint tells of an application that serves requests.
 */
@Tag("jdk")
class GoldenSignalsEndpointIntegrationTests {

	@Test
	void tellsTheSignalsOfTheLastMinute() {
		try (RunningApplication application = RunningApplication.start(GoldenTestApplication.class,
				"spring.main.banner-mode=off", "management.endpoints.web.exposure.include=golden")) {
			application.get("/ok/1");
			application.get("/ok/2");
			application.get("/handled");
			JsonNode signals = Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> new JsonMapper().readTree(application.get("/actuator/golden").body()),
						(answer) -> answer.path("requests").asLong() == 3);
			assertThat(signals.path("errors").asLong()).isEqualTo(1);
			assertThat(signals.path("errorRatio").asDouble()).isBetween(0.33, 0.34);
			assertThat(signals.path("inFlight").asLong()).isZero();
			assertThat(signals.path("latency").path("p99").asDouble()).isPositive();
			assertThat(signals.path("routes").path(0).path("latency").path("p50").asDouble()).isPositive();
			assertThat(signals.path("routes").path(0).path("uri").asString()).isEqualTo("/ok/{id}");
			assertThat(signals.path("routes").path(0).path("requests").asLong()).isEqualTo(2);
		}
	}

}
