package io.github.observability.sample;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.observability.sample.support.PrometheusText;
import io.github.observability.sample.support.Sample;
import io.github.observability.sample.support.Scrape;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Riders come while the pool is held: saturation names the pool, and the threads that
 * wait for it, until it is given back.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "management.endpoints.web.exposure.include=golden,prometheus",
				"observability.saturation.interval=100ms", "spring.datasource.hikari.maximum-pool-size=2",
				"spring.datasource.hikari.connection-timeout=5000", "server.tomcat.threads.max=4",
				"rides.faults.pool-held-for=60s" })
@AutoConfigureMetrics
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
class SaturationDrillIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final String POOL = "jdbc.dataSource";

	private static final String THREADS = "tomcat.threads";

	private static final int TOMCAT_THREADS = 4;

	private static final int RIDERS = 8;

	private final ExecutorService riders = Executors.newFixedThreadPool(RIDERS);

	private final RidesClient client;

	private final RidesClient management;

	private final DataSource dataSource;

	SaturationDrillIntegrationTests(@LocalServerPort int port, @LocalManagementPort int managementPort,
			@Autowired DataSource dataSource) {
		this.dataSource = dataSource;
		this.client = new RidesClient("http://localhost:" + port);
		this.management = new RidesClient("http://localhost:" + managementPort);
	}

	@AfterEach
	void repair() throws InterruptedException {
		this.client.switchOff("saturated-pool");
		this.riders.shutdown();
		assertThat(this.riders.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void namesThePoolAndTheThreadsThatWaitForIt() throws Exception {
		assertThat(this.client.requestRide(RidesClient.BERLIN_RIDE).statusCode()).isEqualTo(201);
		awaitBelowHalf();
		this.client.switchOn("saturated-pool");
		List<Future<?>> calls = new ArrayList<>();
		// The fault leaves one, for somebody who does not give it back.
		try (Connection left = this.dataSource.getConnection()) {
			assertThat(left.isClosed()).isFalse();
			for (int i = 0; i < RIDERS; i++) {
				calls.add(this.riders.submit(() -> this.client.get("/rides")));
			}
			Awaitility.await().atMost(DEADLINE).untilAsserted(() -> {
				Scrape scrape = scrape();
				assertThat(scrape.samples("observability_saturation")).extracting(Sample::value)
					.allMatch((value) -> value >= 0 && value <= 1);
				assertThat(ratio(scrape, POOL)).isEqualTo(1);
				assertThat(ratio(scrape, THREADS)).isEqualTo(1);
				assertThat(use(POOL).path("utilization").asDouble()).isEqualTo(1);
				assertThat(use(POOL).path("saturation").asInt()).isGreaterThanOrEqualTo(TOMCAT_THREADS);
				assertThat(use(THREADS).path("utilization").asDouble()).isEqualTo(1);
				assertThat(use(THREADS).path("saturation").asInt()).isPositive();
			});
		}
		this.client.switchOff("saturated-pool");
		for (Future<?> call : calls) {
			call.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		}
		awaitBelowHalf();
	}

	private void awaitBelowHalf() {
		Awaitility.await().atMost(DEADLINE).untilAsserted(() -> {
			Scrape scrape = scrape();
			assertThat(ratio(scrape, POOL)).isLessThan(0.5);
			assertThat(ratio(scrape, THREADS)).isLessThan(0.5);
		});
	}

	private static double ratio(Scrape scrape, String resource) {
		return scrape.value("observability_saturation", "resource", resource);
	}

	private Scrape scrape() {
		return PrometheusText.parse(this.management.scrape(RidesClient.PROMETHEUS_TEXT));
	}

	private JsonNode use(String resource) {
		return new JsonMapper().readTree(this.management.get("/actuator/golden").body())
			.path("resources")
			.valueStream()
			.filter((use) -> use.path("resource").asString().equals(resource))
			.findFirst()
			.orElseThrow(() -> new AssertionError("The endpoint does not name " + resource));
	}

}
