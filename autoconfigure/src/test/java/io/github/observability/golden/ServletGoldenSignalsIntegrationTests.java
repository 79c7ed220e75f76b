package io.github.observability.golden;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RunningApplication;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Golden signals of a running server, and plain Boot beside it where it differs.
 */
@Tag("jdk")
class ServletGoldenSignalsIntegrationTests {

	private static final String[] ALL_SPANS = { "management.tracing.sampling.probability=1",
			"spring.main.banner-mode=off" };

	/**
	 * Requests that take longer than a threshold that is very short here.
	 */
	@Test
	void countsLongRunningRequestsWhileTheyLastAndAfterwards() throws Exception {
		try (RunningApplication application = RunningApplication.start(TracedApplication.class,
				"spring.main.banner-mode=off", "observability.golden.long-running-threshold=20ms")) {
			GoldenTestApplication.Endpoints endpoints = application.bean(GoldenTestApplication.Endpoints.class);
			Gauge active = application.meters().get("observability.golden.long.running.active").gauge();
			Counter ended = application.meters().get("observability.golden.long.running").counter();
			assertThat(active.value()).isZero();
			double before = ended.count();
			List<CompletableFuture<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				calls.add(CompletableFuture.supplyAsync(() -> application.get("/block").statusCode()));
			}
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> active.value() == 3);
			assertThat(ended.count()).isEqualTo(before);
			endpoints.release.countDown();
			CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> active.value() == 0 && ended.count() == before + 3);
		}
	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithStarter {

		private RunningApplication application;

		@BeforeAll
		void start() {
			this.application = RunningApplication.start(TracedApplication.class, ALL_SPANS);
		}

		@AfterAll
		void stop() {
			this.application.close();
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				/ok/1             | 200 | /ok/{id}          | SUCCESS      | none                       | UNSET
				/bad              | 400 | /bad              | CLIENT_ERROR | none                       | UNSET
				/nowhere          | 404 | /**               | CLIENT_ERROR | none                       | UNSET
				/missing          | 404 | /missing          | CLIENT_ERROR | none                       | UNSET
				/handled          | 500 | /handled          | SERVER_ERROR | OutOfStockException        | ERROR
				/unhandled        | 500 | /unhandled        | SERVER_ERROR | IllegalStateException      | ERROR
				/fatal            | 500 | /fatal            | SERVER_ERROR | LinkageError               | ERROR
				/returned         | 503 | /returned         | SERVER_ERROR | none                       | ERROR
				/callable         | 200 | /callable         | SUCCESS      | none                       | UNSET
				/callable-failing | 500 | /callable-failing | SERVER_ERROR | IllegalStateException      | ERROR
				/timeout          | 503 | /timeout          | SERVER_ERROR | AsyncRequestTimeoutException | ERROR
				""")
		void recordsEachRequestOnce(String path, int status, String route, String outcome, String exception,
				StatusCode spanStatus) {
			Recorded.assertOnce(this.application, path, status, route, outcome, exception, spanStatus);
		}

		@Test
		void hasOneObservationFilter() {
			assertThat(Recorded.observationFilters(this.application)).singleElement()
				.isInstanceOf(ServletGoldenSignalsFilter.class);
		}

		@Test
		void countsRequestsInFlightByMethod() throws Exception {
			GoldenTestApplication.Endpoints endpoints = this.application.bean(GoldenTestApplication.Endpoints.class);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight("GET") == 0);
			List<CompletableFuture<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				calls.add(CompletableFuture.supplyAsync(() -> this.application.get("/block").statusCode()));
			}
			assertThat(endpoints.entered.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(inFlight("GET")).isEqualTo(3);
			assertThat(inFlight("POST")).isZero();
			endpoints.release.countDown();
			CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight("GET") == 0);
		}

		private double inFlight(String method) {
			return this.application.meters().get("http.server.requests.active").tag("method", method).gauge().value();
		}

		@Test
		void tagsMethodsOutsideTheStandardAsUnknown() {
			List<Recorded.Record> before = Recorded.records(this.application);
			this.application.send("/ok/1", "BREW");
			assertThat(Recorded.awaitRecords(this.application, before)).singleElement()
				.satisfies((record) -> assertThat(record.tags()).containsEntry("method", "UNKNOWN"));
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight("UNKNOWN") == 0);
		}

		@Test
		void hasTheFixedBuckets() {
			this.application.get("/ok/1");
			assertThat(this.application.get("/actuator/prometheus")
				.body()
				.lines()
				.filter((line) -> line.startsWith("http_server_requests_seconds_bucket")
						&& line.contains("uri=\"/ok/{id}\"") && line.contains("status=\"200\""))
				.map((line) -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1")))
				.containsExactly("0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "5.0", "+Inf");
		}

		@Test
		void stopsRecordingInMetersThatWereRemoved() {
			this.application.get("/ok/1");
			this.application.awaitRest();
			Meter removed = awaitTimer("/ok/{id}");
			this.application.meters().remove(removed);
			this.application.get("/ok/1");
			this.application.awaitRest();
			Timer rebuilt = awaitTimer("/ok/{id}");
			assertThat(rebuilt).isNotSameAs(removed);
			assertThat(rebuilt.count()).isEqualTo(1);
		}

		private Timer awaitTimer(String route) {
			return Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.application.meters()
					.find("http.server.requests")
					.tag("uri", route)
					.tag("status", "200")
					.timer(), (timer) -> timer != null);
		}

	}

	/**
	 * Where plain Boot differs. A failure here says that Boot has mended something and
	 * that our correction can go.
	 */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@FullRunOnly
	class PlainBoot {

		private RunningApplication application;

		@BeforeAll
		void start() {
			List<String> arguments = new ArrayList<>(List.of(ALL_SPANS));
			arguments.add("observability.golden.enabled=false");
			arguments.add("observability.tracing.enabled=false");
			this.application = RunningApplication.start(TracedApplication.class, arguments.toArray(String[]::new));
		}

		@AfterAll
		void stop() {
			this.application.close();
		}

		@Test
		void hidesAnExceptionThatAHandlerAnsweredWithAServerError() {
			List<Recorded.Record> before = Recorded.records(this.application);
			this.application.get("/handled");
			assertThat(Recorded.awaitRecords(this.application, before)).singleElement()
				.satisfies((record) -> assertThat(record.tags()).containsEntry("exception", "none"));
			assertThat(Recorded.serverSpans(this.application, "/handled")).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
		}

		@Test
		void leavesTheSpanOfAReturnedServerErrorUnset() {
			this.application.get("/returned");
			assertThat(Recorded.serverSpans(this.application, "/returned")).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
		}

		@Test
		void countsARequestThatTimesOutSeveralTimes() {
			List<Recorded.Record> before = Recorded.records(this.application);
			this.application.get("/timeout");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> Recorded.total(Recorded.records(this.application)) - Recorded.total(before) >= 3);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(GoldenTestApplication.class)
	static class TracedApplication {

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor immediateSpanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

}
