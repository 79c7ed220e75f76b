package io.github.observability.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** A role that another process should play, and nobody does. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "rides.services.pricing-url=http://localhost:1")
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
class UnreachableRoleIntegrationTests {

	private final RidesClient client;

	UnreachableRoleIntegrationTests(@LocalServerPort int port) {
		this.client = new RidesClient("http://localhost:" + port);
	}

	@Test
	void isAnsweredAsUnavailable() {
		assertThat(this.client.requestRide(RidesClient.BERLIN_RIDE).statusCode()).isEqualTo(503);
	}

}
