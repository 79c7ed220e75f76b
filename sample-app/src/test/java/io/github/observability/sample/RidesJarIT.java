package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import io.github.observability.sample.support.MetricFamily;
import io.github.observability.sample.support.OpenMetricsText;
import io.github.observability.sample.support.PrometheusText;
import io.github.observability.sample.support.Promtool;
import io.github.observability.sample.support.Scrape;
import io.github.observability.sample.support.StrictJson;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The packaged application under its own traffic and faults, from its start to its end.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RidesJarIT {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final String COUNT = "http_server_requests_seconds_count";

	private String baseUrl;

	private String stdout;

	private String stderr;

	private int exitValue;

	private String prometheusText;

	private String openMetricsText;

	@BeforeAll
	void run(@TempDir Path directory) throws IOException, InterruptedException {
		Path jar = Path.of(System.getProperty("rides.jar"));
		try (RidesProcess process = RidesProcess.start(jar, directory, "--server.port=0", "--rides.traffic.rate=20",
				"--rides.settlement.after=1s", "--management.tracing.sampling.probability=1")) {
			this.baseUrl = process.awaitBaseUrl();
			RidesClient client = new RidesClient(this.baseUrl);
			serve(client);
			this.prometheusText = client.scrape(RidesClient.PROMETHEUS_TEXT);
			this.openMetricsText = client.scrape(RidesClient.OPEN_METRICS_TEXT);
			this.exitValue = process.stop();
			this.stdout = process.stdout();
			this.stderr = process.stderr();
		}
	}

	private static void serve(RidesClient client) {
		await(client, (scrape) -> scrape.sum(COUNT, "uri", "/rides", "status", "201") >= 20);
		client.switchOn("failing-dispatch");
		await(client, (scrape) -> scrape.sum(COUNT, "uri", "/rides", "status", "502") >= 3);
		client.switchOff("failing-dispatch");
		client.switchOn("slow-pricing");
		await(client, (scrape) -> scrape.sum("http_server_requests_seconds_sum", "uri", "/pricing/quote") > 3);
		client.switchOff("slow-pricing");
		client.switchOn("saturated-pool");
		await(client, (scrape) -> scrape.sum("hikaricp_connections_active") >= 9);
		client.switchOff("saturated-pool");
		await(client, (scrape) -> scrape.sum(COUNT, "status", "404") > 0 && scrape.sum(COUNT, "status", "400") > 0
				&& scrape.sum("rides_completed_total") > 0);
	}

	private static void await(RidesClient client, Predicate<Scrape> condition) {
		Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> PrometheusText.parse(client.scrape(RidesClient.PROMETHEUS_TEXT)), condition);
	}

	@Test
	void stdoutIsJsonLinesOnly() {
		assertThat(StrictJson.parseLines(this.stdout)).hasSizeGreaterThan(100)
			.allSatisfy((line) -> assertThat(line.at("/service/name").asString()).isEqualTo("rides"));
	}

	@Test
	void stderrNamesWhatIsWorthOpening() {
		assertThat(this.stderr).contains("curl -i " + this.baseUrl + "/rides",
				"curl -s " + this.baseUrl + "/actuator/prometheus", "curl -s " + this.baseUrl + "/actuator/health",
				"curl -s -X PUT " + this.baseUrl + "/faults/slow-pricing");
	}

	@Test
	void endsWhenAskedTo() {
		// 128 and the number of the signal TERM.
		assertThat(this.exitValue).isEqualTo(143);
	}

	@Test
	void prometheusTextIsDescribedAndWithoutDuplicates() {
		Scrape scrape = PrometheusText.parse(this.prometheusText);
		assertThat(scrape.familiesWithoutHelp()).isEmpty();
		assertThat(scrape.families()).extracting(MetricFamily::type).doesNotContain("untyped");
	}

	@Test
	void openMetricsTextIsDescribedAndWithoutDuplicates() {
		Scrape scrape = OpenMetricsText.parse(this.openMetricsText);
		assertThat(scrape.exemplars("http_server_requests_seconds_bucket")).isNotEmpty();
		assertThat(scrape.familiesWithoutHelp()).isEmpty();
		assertThat(scrape.families()).extracting(MetricFamily::type).doesNotContain("unknown");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http_", "rides_", "observability_" })
	void promtoolHasNothingToSay(String prefix) {
		assumeTrue(Promtool.isInstalled(), "promtool is not installed, its check of the scrape is skipped");
		List<String> complaints = Promtool.check(this.prometheusText);
		assertThat(complaints).filteredOn((complaint) -> complaint.startsWith(prefix)).isEmpty();
	}

}
