package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

import io.github.observability.HttpNames;
import io.github.observability.PrometheusNames;
import io.github.observability.SemanticConvention;
import io.github.observability.sample.support.Prometheus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A real Prometheus scrapes the sample, loads the rules that the sample renders, and
 * pages for a fault.
 */
abstract class SloAlert {

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	private static final String FIRING = "count(ALERTS{alertname=\"ErrorBudgetBurn\",alertstate=\"firing\","
			+ "service=\"rides\",slo=\"ride-requests\",severity=\"page\",owner=\"marketplace\",window=\"1h\"})";

	private final HttpNames names;

	private final RidesClient client;

	private final JdbcClient jdbc;

	private final int port;

	SloAlert(SemanticConvention convention, int port, JdbcClient jdbc) {
		this.names = HttpNames.server(convention);
		this.port = port;
		this.jdbc = jdbc;
		this.client = new RidesClient("http://localhost:" + port);
	}

	@AfterEach
	void repair() {
		this.client.switchOff("failing-dispatch");
		freeDrivers();
	}

	@Test
	void pagesForAFault(@TempDir Path directory) throws IOException {
		assumeTrue(Prometheus.isInstalled(), "prometheus is not installed, the alert under a fault is skipped");
		String rules = this.client.get("/actuator/slo/rules").body();
		assertThat(rules).contains(PrometheusNames.byDefault().timer(this.names.requests()) + "_count{");
		try (Prometheus prometheus = Prometheus.start(directory, "rides", this.port, rules)) {
			await(() -> {
				requestRide(201);
				return prometheus.value("slo:bad_ratio:5m{slo=\"ride-requests\"}") == 0
						&& prometheus.value("requests_per_second{service=\"rides\"}") > 0;
			});
			assertThat(prometheus.value(FIRING)).isNaN();
			this.client.switchOn("failing-dispatch");
			await(() -> {
				requestRide(502);
				return prometheus.value(FIRING) == 1;
			});
			assertThat(prometheus.value("round(slo:bad_events:1h{slo=\"ride-requests\"})")).isGreaterThanOrEqualTo(5);
		}
	}

	private void requestRide(int status) {
		freeDrivers();
		assertThat(this.client.requestRide(RidesClient.BERLIN_RIDE).statusCode()).isEqualTo(status);
	}

	private void freeDrivers() {
		this.jdbc.sql("update drivers set busy_until = ?").param(Instant.EPOCH).update();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(200)).until(condition);
	}

}
