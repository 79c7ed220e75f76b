package io.github.observability.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.github.observability.sample.support.MetricFamily;
import io.github.observability.sample.support.OpenMetricsText;
import io.github.observability.sample.support.OtlpSink;
import io.github.observability.sample.support.PrometheusText;
import io.github.observability.sample.support.Promtool;
import io.github.observability.sample.support.Scrape;
import io.github.observability.sample.support.StrictJson;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The packaged application under its own traffic and faults, from its start to its end.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("jdk")
@EnabledIf("isAsked")
class RidesJarIT {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final String COUNT = "http_server_requests_seconds_count";

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	/** How often a fault is switched on, which nobody else does. */
	private static final int SWITCHED_ON = 3;

	private static final List<String> MOVING = List.of("observability", "golden", "business", "slo", "incidents",
			"logpatterns", "dashboards", "cost");

	private String baseUrl;

	private String stdout;

	private String stderr;

	private int exitValue;

	private String prometheusText;

	private String openMetricsText;

	private HttpResponse<String> response;

	private String links;

	private final Map<String, String> endpoints = new TreeMap<>();

	/** Half a minute, in the whole check and on later versions of Java. */
	static boolean isAsked() {
		return Boolean.getBoolean("tests.full") || Runtime.version().feature() > 17;
	}

	@BeforeAll
	void run(@TempDir Path directory) throws IOException, InterruptedException {
		Path jar = Path.of(System.getProperty("rides.jar"));
		try (OtlpSink sink = new OtlpSink();
				RidesProcess process = RidesProcess.start(jar, directory, jvmOptions(), "--server.port=0",
						"--rides.traffic.rate=20", "--rides.traffic.warm-up=0s", "--rides.settlement.after=1s",
						"--management.tracing.sampling.probability=1",
						"--management.opentelemetry.tracing.export.otlp.endpoint=" + sink.endpoint())) {
			this.baseUrl = process.awaitBaseUrl();
			RidesClient client = new RidesClient(this.baseUrl);
			this.response = client.requestRide(RidesClient.BERLIN_RIDE, "X-City", "berlin", "traceparent",
					"00-%s-00f067aa0ba902b7-01".formatted(TRACE_ID));
			serve(client);
			this.prometheusText = client.scrape(RidesClient.PROMETHEUS_TEXT);
			this.openMetricsText = client.scrape(RidesClient.OPEN_METRICS_TEXT);
			this.links = client.get("/actuator").body();
			for (String id : MOVING) {
				this.endpoints.put(id, client.get("/actuator/" + id).body());
			}
			this.exitValue = process.stop();
			this.stdout = process.stdout();
			this.stderr = process.stderr();
		}
	}

	List<String> jvmOptions() {
		return List.of("-XX:TieredStopAtLevel=1");
	}

	String firstMessage() {
		return "Starting RidesApplication ";
	}

	/**
	 * Where they are not exported, there are no exemplars, as these would lead nowhere.
	 */
	boolean exportsSpans() {
		return true;
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
		// Changes are taken over with the next reading of the signals, every ten seconds.
		Awaitility.await().atMost(DEADLINE).until(() -> client.get("/actuator/incidents").body().contains("\"START\""));
	}

	private static void await(RidesClient client, Predicate<Scrape> condition) {
		Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> PrometheusText.parse(client.scrape(RidesClient.PROMETHEUS_TEXT)), condition);
	}

	@Test
	void firstLineIsAlreadyJson() {
		assertThat(StrictJson.parseLines(this.stdout).get(0).at("/message").asString()).startsWith(firstMessage());
	}

	@Test
	void stdoutIsJsonLinesOnly() {
		assertThat(StrictJson.parseLines(this.stdout)).hasSizeGreaterThan(100)
			.allSatisfy((line) -> assertThat(line.at("/service/name").asString()).isEqualTo("rides"));
	}

	@Test
	void brokerKeepsMessagesToItself() {
		assertThat(StrictJson.parseLines(this.stdout)).extracting((line) -> line.at("/log/logger").asString())
			.noneMatch((logger) -> logger.startsWith("org.apache.activemq"));
	}

	@Test
	void stderrNamesWhatIsWorthOpening() {
		assertThat(this.stderr).contains("curl -i " + this.baseUrl + "/rides",
				"curl -s " + this.baseUrl + "/actuator/prometheus", "curl -s " + this.baseUrl + "/actuator/health",
				"curl -s -X PUT " + this.baseUrl + "/faults/slow-pricing");
	}

	@Test
	void endpointsOfTheStarterAreExposed() {
		assertThat(StrictJson.parse(this.links).path("_links").propertyNames()).containsAll(endpointsOfTheStarter())
			.hasSizeGreaterThan(8);
	}

	@ParameterizedTest
	@CsvSource({ "observability, golden", "golden, /pricing/quote", "business, rides.requested", "slo, ride-requests",
			"incidents, START", "logpatterns, Fault", "dashboards, service", "cost, rides.completed" })
	void endpointMovesWithTheTraffic(String id, String content) {
		assertThat(this.endpoints.get(id)).contains(content);
	}

	@Test
	void endsWhenAskedTo() {
		// 128 and the number of the signal TERM.
		assertThat(this.exitValue).isEqualTo(143);
	}

	@Test
	void endsWithoutAnError() {
		assertThat(StrictJson.parseLines(this.stdout)).extracting((line) -> line.at("/error/message").asString(""))
			.noneMatch((message) -> message.contains("Database is already closed"));
	}

	@Test
	void rideIsAnsweredAndLoggedUnderItsRequestId() {
		assertThat(this.response.statusCode()).isEqualTo(201);
		assertThat(linesOfTheRide()).filteredOn((line) -> line.at("/message").asString().startsWith("Ride requested"))
			.singleElement()
			.satisfies((line) -> {
				assertThat(this.response.headers().firstValue("X-Request-Id"))
					.hasValue(line.at("/http/request/id").asString());
				assertThat(line.at("/city").asString()).isEqualTo("berlin");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "rider.RideService", "pricing.PricingController", "matching.MatchingController",
			"dispatch.DispatchController", "rider.RiderNotifier", "rider.Pickups" })
	void everyRoleLogsUnderTheTraceOfTheRide(String logger) {
		assertThat(linesOfTheRide()).extracting((line) -> line.at("/log/logger").asString())
			.contains("io.github.observability.sample." + logger);
	}

	@Test
	void requestIsCountedOnce() {
		assertThat(PrometheusText.parse(this.prometheusText).sum(COUNT, "method", "PUT")).isEqualTo(SWITCHED_ON);
	}

	@Test
	void requestsInFlightAreCountedByMethodOnly() {
		assertThat(PrometheusText.parse(this.prometheusText).value("http_server_requests_active", "method", "PUT"))
			.isZero();
	}

	@Test
	void latencyHasFixedBucketsAndThoseOfObjectives() {
		assertThat(PrometheusText.parse(this.prometheusText)
			.samples("http_server_requests_seconds_bucket", "method", "PUT", "status", "200")).hasSize(10);
	}

	@Test
	void objectivesAreCounted() {
		Scrape scrape = PrometheusText.parse(this.prometheusText);
		assertThat(scrape.value("observability_slo_events_total", "slo", "ride-requests", "result", "good"))
			.as("but for requests that end while it is scraped")
			.isCloseTo(scrape.sum(COUNT, "method", "POST", "uri", "/rides", "status", "201"), within(5.0));
		assertThat(scrape.value("observability_slo_events_total", "slo", "ride-requests", "result", "bad"))
			.isGreaterThanOrEqualTo(3);
	}

	@Test
	void ridesAreCountedFromRequestToFare() {
		Scrape scrape = PrometheusText.parse(this.prometheusText);
		assertThat(scrape.sum("rides_requested_total")).isGreaterThanOrEqualTo(scrape.sum("rides_completed_total"));
		assertThat(scrape.sum("rides_fares_minor_units_total", "currency", "EUR")).isPositive();
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
		assertThat(scrape.exemplars("http_server_requests_seconds_bucket").isEmpty()).isNotEqualTo(exportsSpans());
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

	/** Those that exist, so that a new one is not forgotten. */
	private static List<String> endpointsOfTheStarter() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(Endpoint.class));
		return scanner.findCandidateComponents("io.github.observability")
			.stream()
			.map((each) -> ((AnnotatedBeanDefinition) each).getMetadata()
				.getAnnotations()
				.get(Endpoint.class)
				.getString("id"))
			.toList();
	}

	private List<JsonNode> linesOfTheRide() {
		return StrictJson.parseLines(this.stdout)
			.stream()
			.filter((line) -> line.at("/trace/id").asString("").equals(TRACE_ID))
			.toList();
	}

}
