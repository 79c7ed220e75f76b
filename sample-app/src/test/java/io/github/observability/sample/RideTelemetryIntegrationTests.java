package io.github.observability.sample;

import io.github.observability.test.Lines;
import io.github.observability.test.Meters;
import io.github.observability.test.ObservabilityTest;
import io.github.observability.test.Propagation;
import io.github.observability.test.Slos;
import io.github.observability.test.Trace;
import io.github.observability.test.Traces;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a ride tells of itself, with the assertions that an application's own tests have.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rides.settlement.after=1h", "rides.matching.search-time=20ms" })
@ObservabilityTest(deadline = "30s")
class RideTelemetryIntegrationTests {

	private final RidesClient client;

	RideTelemetryIntegrationTests(@LocalServerPort int port) {
		this.client = new RidesClient("http://localhost:" + port);
	}

	@Test
	void rideIsOneTraceOverHttpAndJms(Traces traces) {
		assertThat(this.client.requestRide(RidesClient.BERLIN_RIDE).statusCode()).isEqualTo(201);
		assertThat(traces.withSpan("POST /rides")).isPropagatedTo(Propagation.HTTP, Propagation.JMS)
			.containsPath("POST /rides", "http post", "POST /matching/find-driver", "matching/find_driver")
			.isConnected()
			.hasNoErrors()
			.hasConsistentStatus()
			.hasAtMost(4)
			.spansOfKind(Kind.SERVER)
			.hasNoRepeatedQuery(3)
			.hasNoRepeatedCall(2)
			.hasLowCardinalityNames()
			.hasNoSensitiveValues("Hauptbahnhof", "Tempelhof")
			.criticalPathContains("matching/find_driver");
	}

	@Test
	void rideCountsOnceInMetersLinesAndObjectives(Traces traces, Meters meters, Lines lines, Slos slos) {
		this.client.requestRide(RidesClient.BERLIN_RIDE);
		Trace trace = traces.withSpan("POST /rides");
		assertThat(meters).hasIncreasedBy(1, "http.server.requests", "method", "POST", "uri", "/rides")
			.hasIncreasedBy(1, "rides.requested", "city", "berlin");
		assertThat(lines).hasCorrelatedLine("Ride requested in berlin", trace);
		assertThat(slos).hasGood(1, "ride-requests").hasBad(0, "ride-requests");
	}

	@Test
	void rejectedRideFailsNoObjective(Traces traces, Slos slos) {
		assertThat(this.client.requestRide("{}").statusCode()).isEqualTo(400);
		assertThat(traces.withSpan("POST /rides")).hasAtMost(0).queries().hasNoErrors();
		assertThat(slos).hasBad(0, "ride-requests");
	}

}
