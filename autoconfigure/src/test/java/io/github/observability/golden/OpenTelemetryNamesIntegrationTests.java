package io.github.observability.golden;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.github.observability.JvmNames;
import io.github.observability.Outcomes;
import io.github.observability.SemanticConvention;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is recorded, and what reads it, in applications that chose OpenTelemetry's names.
 */
@ExtendWith(OutputCaptureExtension.class)
class OpenTelemetryNamesIntegrationTests {

	private static final HttpNames SERVER = HttpNames.server(SemanticConvention.OPENTELEMETRY);

	private static final HttpNames CLIENT = HttpNames.client(SemanticConvention.OPENTELEMETRY);

	private static final Pattern EXEMPLAR = Pattern.compile("(?m)^(\\w+)\\{.*# \\{.*trace_id=\"([0-9a-f]{32})\"");

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private static final String[] ARGUMENTS = { SemanticConvention.PROPERTY + "=opentelemetry",
			"management.tracing.sampling.probability=1", "spring.main.banner-mode=off",
			"management.metrics.web.client.max-uri-tags=3",
			"management.endpoints.web.exposure.include=golden,prometheus,slo",
			"observability.golden.expected-exceptions=" + GoldenTestApplication.ExpectedException.class.getName(),
			"observability.slo.strict=false", "observability.slo.objectives.handled.target=99",
			"observability.slo.objectives.handled.http.route=/handled",
			"observability.slo.objectives.handled.http.method=GET",
			"observability.slo.objectives.handled.bad=OutOfStockException",
			"observability.slo.rules.signal-recording-rules=true", "observability.slo.rules.selector.job=test" };

	private static double inFlight(RunningApplication application, HttpNames names, String method) {
		return application.meters().get(names.active()).tag(names.method(), method).gauge().value();
	}

	private static void assertNothingByMicrometersNames(RunningApplication application) {
		List<String> names = application.meters().getMeters().stream().map((meter) -> meter.getId().getName()).toList();
		assertThat(names).noneMatch((name) -> name.startsWith("http.server.requests"))
			.noneMatch((name) -> name.startsWith("http.client.requests"));
	}

	/**
	 * What a team does on Boot 4.1 that has read Spring's documentation.
	 */
	@Test
	@FullRunOnly
	void followsAConventionBean() {
		try (RunningApplication application = RunningApplication.start(BeanApplication.class,
				"management.tracing.sampling.probability=1", "spring.main.banner-mode=off",
				"management.endpoints.web.exposure.include=golden")) {
			Recorded.assertOnce(application, SERVER, "/handled", 500, "/handled", "SERVER_ERROR", "OutOfStockException",
					StatusCode.ERROR);
			assertThat(inFlight(application, SERVER, "GET")).isZero();
			assertThat(new JsonMapper().readTree(application.get("/actuator/golden").body()).path("errors").asLong())
				.isOne();
		}
	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class OnServlets {

		private RunningApplication application;

		@BeforeAll
		void start() {
			this.application = RunningApplication.start(ServletApplication.class, ARGUMENTS);
		}

		@AfterAll
		void stop() {
			this.application.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "rest-client", "rest-template", "web-client" })
		void recordsEachClientWithoutQueryOrId(String client) {
			String url = this.application.url("/ok/4711?token=secret");
			double before = sent("/ok/{id}");
			call(client, url);
			Awaitility.await().atMost(DEADLINE).until(() -> sent("/ok/{id}") == before + 1);
			assertThat(this.application.get("/actuator/prometheus").body()).doesNotContain("secret", "/4711");
			assertThat(this.application.bean(InMemorySpanExporter.class).getFinishedSpanItems().toString())
				.doesNotContain("secret");
			assertThat(inFlight(this.application, CLIENT, "GET")).isZero();
		}

		private double sent(String template) {
			return this.application.meters()
				.find(CLIENT.requests())
				.tag(CLIENT.route(), template)
				.tag(CLIENT.status(), "200")
				.tag("server.address", "localhost")
				.timers()
				.stream()
				.mapToLong(Timer::count)
				.sum();
		}

		private void call(String client, String url) {
			switch (client) {
				case "rest-client" -> this.application.bean(RestClient.Builder.class)
					.build()
					.get()
					.uri(url)
					.retrieve()
					.toBodilessEntity();
				case "rest-template" ->
					this.application.bean(RestTemplateBuilder.class).build().getForObject(url, String.class);
				default -> this.application.bean(WebClient.Builder.class)
					.build()
					.get()
					.uri(url)
					.retrieve()
					.toBodilessEntity()
					.block(DEADLINE);
			}
		}

		@Test
		void collapsesRoutesPastTheLimit() {
			for (int i = 0; i < 6; i++) {
				call("rest-client", this.application.url("/tenants/" + (char) ('a' + i)));
			}
			Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> templates().contains(HttpNames.OTHER_ROUTE) && templates().size() <= 4);
			assertThat(this.application.meters()
				.get(GoldenMeter.COLLAPSED.getName())
				.tag("meter", CLIENT.requests())
				.tag("key", CLIENT.route())
				.counter()
				.count()).isPositive();
		}

		private Set<String> templates() {
			return this.application.meters()
				.find(CLIENT.requests())
				.timers()
				.stream()
				.map((timer) -> timer.getId().getTag(CLIENT.route()))
				.collect(Collectors.toSet());
		}

		@Test
		void hasTheFixedBucketsAndADescription() {
			this.application.get("/ok/1");
			String scrape = Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> this.application.get("/actuator/prometheus").body(),
						(body) -> body.contains("http_route=\"/ok/{id}\""));
			assertThat(scrape).contains("# HELP http_server_request_duration_seconds Duration of HTTP requests served",
					"http_server_active_requests{http_request_method=\"GET\"}");
			assertThat(scrape.lines()
				.filter((line) -> line.startsWith("http_server_request_duration_seconds_bucket")
						&& line.contains("http_route=\"/ok/{id}\"")))
				.hasSize(9);
			assertNothingByMicrometersNames(this.application);
		}

		@Test
		void hasExemplarsOfExportedTraces() {
			this.application.get("/ok/1");
			Set<String> exemplars = Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> exemplars("http_server_request_duration_seconds_bucket"), (ids) -> !ids.isEmpty());
			Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> this.application.bean(InMemorySpanExporter.class)
					.getFinishedSpanItems()
					.stream()
					.map(SpanData::getTraceId)
					.collect(Collectors.toSet())
					.containsAll(exemplars));
		}

		private Set<String> exemplars(String meter) {
			return EXEMPLAR
				.matcher(this.application.get("/actuator/prometheus", "Accept", "application/openmetrics-text").body())
				.results()
				.filter((match) -> match.group(1).equals(meter))
				.map((match) -> match.group(2))
				.collect(Collectors.toSet());
		}

		@Test
		void tellsTheSignalsOfTheLastMinute() {
			this.application.get("/handled");
			this.application.get("/ok/1");
			JsonNode signals = Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> new JsonMapper().readTree(this.application.get("/actuator/golden").body()),
						(answer) -> answer.path("errors").asLong() > 0 && answer.path("routes")
							.valueStream()
							.anyMatch((route) -> route.path("uri").asString().equals("/ok/{id}")
									&& route.path("method").asString().equals("GET")));
			assertThat(signals.path("inFlight").asLong()).isZero();
			assertThat(signals.path("latency").path("p99").asDouble()).isPositive();
		}

		@Test
		void countsEventsOfObjectives() {
			double before = bad();
			this.application.get("/handled");
			Awaitility.await().atMost(DEADLINE).until(() -> bad() == before + 1);
			assertThat(this.application.get("/actuator/slo/rules").body())
				.contains("http_server_request_duration_seconds_count{outcome=\"SERVER_ERROR\",job=\"test\"}")
				.doesNotContain("http_server_requests");
		}

		private double bad() {
			return this.application.meters()
				.get("observability.slo.events")
				.tags("slo", "handled", "result", "bad")
				.functionCounter()
				.count();
		}

		@Test
		void marksAnExpectedException() {
			this.application.get("/expected");
			Timer timer = Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> this.application.meters()
					.find(SERVER.requests())
					.tag("outcome", Outcomes.EXPECTED)
					.timer(), (found) -> found != null);
			assertThat(timer.getId().getTag(SERVER.exception()))
				.isEqualTo(GoldenTestApplication.ExpectedException.class.getName());
		}

		@Test
		void writesTheAccessLine(CapturedOutput output) {
			this.application.get("/returned");
			JsonNode line = Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> JsonLines.parseAll(output.getOut())
					.stream()
					.filter((each) -> each.path("message").asString("").startsWith("GET /returned 503 in "))
					.findFirst()
					.orElse(null), (found) -> found != null);
			assertThat(line.at("/http/route").asString()).isEqualTo("/returned");
			assertThat(line.at("/http/outcome").asString()).isEqualTo(HttpNames.SERVER_ERROR);
			assertThat(line.at("/http/response/status_code").asInt()).isEqualTo(503);
		}

		@Test
		void namesTheMetersOfTheVirtualMachine() {
			MeterRegistry meters = this.application.meters();
			JvmNames names = JvmNames.of(SemanticConvention.OPENTELEMETRY);
			assertThat(meters.get(names.memoryUsed()).tag(names.memoryArea(), JvmNames.HEAP).gauges()).isNotEmpty();
			assertThat(meters.get(names.memoryUsed()).tag(names.memoryArea(), names.nonHeap()).gauges()).isNotEmpty();
			assertThat(meters.get(names.memoryMax()).gauges()).isNotEmpty();
			assertThat(meters.get(names.threads()).tagKeys(names.threadState()).meters()).isNotEmpty();
			assertThat(meters.get(names.cpuUsage()).gauge()).isNotNull();
			assertThat(meters.get(names.cpuCount()).gauge()).isNotNull();
			assertThat(meters.get(names.classes()).gauge()).isNotNull();
			assertThat(meters.find(JvmNames.LIVE_THREADS).gauge()).isNotNull();
		}

	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class OnWebFlux {

		private RunningApplication application;

		@BeforeAll
		void start() {
			String[] arguments = List.of(ARGUMENTS).toArray(new String[ARGUMENTS.length + 1]);
			arguments[ARGUMENTS.length] = "spring.main.web-application-type=reactive";
			this.application = RunningApplication.start(ReactiveApplication.class, arguments);
		}

		@AfterAll
		void stop() {
			this.application.close();
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				/ok/1               | 200 | /ok/{id}            | SUCCESS      | none                  | UNSET
				/nowhere            | 404 | /**                 | CLIENT_ERROR | none                  | UNSET
				/missing            | 404 | /missing            | CLIENT_ERROR | none                  | UNSET
				/handled            | 500 | /handled            | SERVER_ERROR | OutOfStockException   | ERROR
				/unhandled          | 500 | /unhandled          | SERVER_ERROR | IllegalStateException | ERROR
				/gw/orders/17       | 200 | /gw/**              | SUCCESS      | none                  | UNSET
				/returned           | 503 | /returned           | SERVER_ERROR | none                  | ERROR
				""")
		void recordsEachRequestOnce(String path, int status, String route, String outcome, String exception,
				StatusCode spanStatus) {
			Recorded.assertOnce(this.application, SERVER, path, status, route, outcome, exception, spanStatus);
			assertNothingByMicrometersNames(this.application);
		}

		@Test
		void countsWhatIsInFlight() {
			this.application.send("/ok/1", "BREW");
			Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> this.application.meters()
					.find(SERVER.requests())
					.tag(SERVER.method(), "_OTHER")
					.timer() != null);
			Awaitility.await().atMost(DEADLINE).until(() -> inFlight(this.application, SERVER, "_OTHER") == 0);
		}

		@Test
		void writesTheAccessLine(CapturedOutput output) {
			this.application.get("/elsewhere");
			Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> output.getOut().lines().anyMatch((line) -> line.contains("GET /elsewhere 200 in ")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SpansConfiguration {

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor immediateSpanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ GoldenTestApplication.class, SpansConfiguration.class })
	static class ServletApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ GoldenTestApplication.class, SpansConfiguration.class })
	static class BeanApplication {

		@Bean
		ServerRequestObservationConvention serverRequestObservationConvention() {
			return new OpenTelemetryServerRequestObservationConvention();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ReactiveGoldenTestApplication.class, SpansConfiguration.class })
	static class ReactiveApplication {

	}

}
