package io.github.observability.golden;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RunningApplication;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
 * Golden signals of a running WebFlux server, and plain Boot beside it where it differs.
 */
@Tag("jdk")
class ReactiveGoldenSignalsIntegrationTests {

	private static final String[] ALL_SPANS = { "spring.main.web-application-type=reactive",
			"management.tracing.sampling.probability=1", "spring.main.banner-mode=off",
			"spring.http.codecs.max-in-memory-size=1KB",
			"observability.golden.expected-exceptions=" + GoldenTestApplication.ExpectedException.class.getName() };

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

		// Nothing may stay in flight, nor be recorded while the next test counts.
		@AfterEach
		void awaitEnd() {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> inFlight("GET") == 0 && inFlight("UNKNOWN") == 0);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				/ok/1               | 200 | /ok/{id}            | SUCCESS      | none                          | UNSET
				/elsewhere          | 200 | /elsewhere          | SUCCESS      | none                          | UNSET
				/empty              | 200 | /empty              | SUCCESS      | none                          | UNSET
				/functional/1       | 200 | /functional/{id}    | SUCCESS      | none                          | UNSET
				/bad                | 400 | /bad                | CLIENT_ERROR | none                          | UNSET
				/nowhere            | 404 | /**                 | CLIENT_ERROR | none                          | UNSET
				/thrown-status      | 409 | /thrown-status      | CLIENT_ERROR | none                          | UNSET
				/missing            | 404 | /missing            | CLIENT_ERROR | none                          | UNSET
				/missing-later      | 404 | /missing-later      | CLIENT_ERROR | none                          | UNSET
				/handled            | 500 | /handled            | SERVER_ERROR | OutOfStockException           | ERROR
				/handled-later      | 500 | /handled-later      | SERVER_ERROR | OutOfStockException           | ERROR
				/handled-flux       | 500 | /handled-flux       | SERVER_ERROR | OutOfStockException           | ERROR
				/handled-checked    | 502 | /handled-checked    | SERVER_ERROR | CheckedException              | ERROR
				/handled-silently   | 501 | /handled-silently   | SERVER_ERROR | UnsupportedOperationException | ERROR
				/unhandled          | 500 | /unhandled          | SERVER_ERROR | IllegalStateException         | ERROR
				/unhandled-later    | 500 | /unhandled-later    | SERVER_ERROR | IllegalStateException         | ERROR
				/functional-failing | 500 | /functional-failing | SERVER_ERROR | IllegalStateException         | ERROR
				/functional-on-error | 503 | /functional-on-error | SERVER_ERROR | OutOfStockException         | ERROR
				/functional-thrown  | 500 | /functional-thrown  | SERVER_ERROR | OutOfStockException           | ERROR
				/functional-filter  | 502 | /functional-filter  | SERVER_ERROR | UnsupportedOperationException | ERROR
				/functional-missing | 404 | /functional-missing | CLIENT_ERROR | none                          | UNSET
				/gw/orders/17       | 200 | /gw/**              | SUCCESS      | none                          | UNSET
				/gw/failing         | 500 | /gw/**              | SERVER_ERROR | IllegalStateException         | ERROR
				/returned           | 503 | /returned           | SERVER_ERROR | none                          | ERROR
				/recovered          | 503 | /recovered          | SERVER_ERROR | none                          | ERROR
				""")
		void recordsEachRequestOnce(String path, int status, String route, String outcome, String exception,
				StatusCode spanStatus) {
			Recorded.assertOnce(this.application, path, status, route, outcome, exception, spanStatus);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', emptyValue = "", nullValues = "-",
				textBlock = """
						HEAD /ok/1          | -                              | 0    | HEAD /ok/{id} 200 SUCCESS                               | UNSET
						OPTIONS /ok/1       | -                              | 0    | OPTIONS UNKNOWN 200 SUCCESS                             | UNSET
						OPTIONS /ok/1       | Origin: http://x.example,Access-Control-Request-Method: GET | 0 | OPTIONS /ok/{id} 200 SUCCESS | UNSET
						OPTIONS /cors/1     | Origin: http://x.example,Access-Control-Request-Method: GET | 0 | OPTIONS /cors/{id} 200 SUCCESS    | UNSET
						GET /nowhere/17/    | -                              | 0    | GET /** 404 CLIENT_ERROR                                | UNSET
						POST /json          | Content-Type: application/json | 1    | POST /json 400 CLIENT_ERROR                             | UNSET
						POST /json          | Content-Type: application/json | 5000 | POST /json 413 CLIENT_ERROR                             | UNSET
						GET /filter-failing | -                              | 0    | GET UNKNOWN 500 SERVER_ERROR IllegalStateException      | ERROR
						GET /expected       | -                              | 0    | GET /expected 500 EXPECTED ExpectedException            | UNSET
						GET /timeout        | -                              | 0    | GET /timeout 500 SERVER_ERROR TimeoutException          | ERROR
						GET /sse            | -                              | 0    | stream GET /sse 200 SUCCESS                             | UNSET
						GET /socket         | Upgrade: websocket,Connection: Upgrade,Sec-WebSocket-Version: 13,Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 0 | stream GET /socket 200 SUCCESS | UNSET
						""")
		void recordsAnyRequestOnce(String requestLine, @Nullable String headers, int bodyLength, String recorded,
				StatusCode spanStatus) throws Exception {
			Map<String, List<Recorded.Record>> before = recordsByMeter();
			String traceId = "%032x".formatted(System.nanoTime());
			StringBuilder request = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: localhost\r\n")
				.append("traceparent: 00-%s-b7ad6b7169203331-01\r\n".formatted(traceId));
			if (headers != null) {
				request.append(headers.replace(",", "\r\n")).append("\r\n");
			}
			if (headers == null || !headers.contains("Connection")) {
				request.append("Connection: close\r\n");
			}
			if (bodyLength > 0) {
				request.append("Content-Length: ").append(bodyLength).append("\r\n");
			}
			request.append("\r\n").append("{".repeat(bodyLength));
			try (Socket socket = connect()) {
				socket.setSoTimeout(20_000);
				socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
				// A WebSocket is closed by the application, the connection by the client.
				assertThat(socket.getInputStream().read()).isNotNegative();
				if (bodyLength == 0 && !recorded.contains("101")) {
					socket.getInputStream().readAllBytes();
				}
			}
			GoldenCaseResult result = Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> difference(before, traceId),
						(found) -> !found.records().isEmpty() && !found.spans().isEmpty());
			assertThat(result.records()).containsExactly(recorded);
			assertThat(result.spans()).containsExactly(spanStatus.name());
		}

		private GoldenCaseResult difference(Map<String, List<Recorded.Record>> before, String traceId) {
			Map<String, List<Recorded.Record>> added = new LinkedHashMap<>();
			recordsByMeter().forEach((meter, after) -> added.put(meter,
					Recorded.difference(after, before.getOrDefault(meter, List.of()))));
			// Boot's batch processor exports each span again some seconds later.
			return GoldenCaseResult.of(added,
					this.application.bean(InMemorySpanExporter.class)
						.getFinishedSpanItems()
						.stream()
						.filter((span) -> span.getTraceId().equals(traceId) && span.getKind() == SpanKind.SERVER)
						.collect(Collectors.toMap(SpanData::getSpanId, Function.identity(), (first, again) -> first))
						.values());
		}

		private Map<String, List<Recorded.Record>> recordsByMeter() {
			Map<String, List<Recorded.Record>> records = new LinkedHashMap<>();
			for (String meter : List.of("http.server.requests", "observability.golden.streams")) {
				records.put(meter, Recorded.records(this.application, meter));
			}
			return records;
		}

		@Test
		void endsAnAnswerWhoseReaderLeaves() throws Exception {
			List<Recorded.Record> before = Recorded.records(this.application);
			try (Socket socket = connect(); InputStream answer = socket.getInputStream()) {
				request(socket, "/endless");
				assertThat(answer.readNBytes(1000)).hasSize(1000);
				assertThat(inFlight("GET")).isEqualTo(1);
				socket.setSoLinger(true, 0);
			}
			expectOne(before, "/endless", "CLIENT_ABORT", "none");
		}

		@Test
		void countsRequestsInFlightByMethod() throws Exception {
			ReactiveGoldenTestApplication.Endpoints endpoints = this.application
				.bean(ReactiveGoldenTestApplication.Endpoints.class);
			assertThat(inFlight("GET")).isZero();
			List<CompletableFuture<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				calls.add(CompletableFuture.supplyAsync(() -> this.application.get("/block").statusCode()));
			}
			assertThat(endpoints.entered.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(inFlight("GET")).isEqualTo(3);
			assertThat(inFlight("POST")).isZero();
			endpoints.release.tryEmitValue("done");
			CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		}

		@Test
		void endsARequestWhoseClientLeavesBeforeTheAnswer() throws Exception {
			ReactiveGoldenTestApplication.Endpoints endpoints = this.application
				.bean(ReactiveGoldenTestApplication.Endpoints.class);
			List<Recorded.Record> before = Recorded.records(this.application);
			try (Socket socket = connect()) {
				request(socket, "/never");
				assertThat(endpoints.streaming.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(inFlight("GET")).isEqualTo(1);
			}
			expectOne(before, "/never", "CLIENT_ABORT", "none");
		}

		/** Another thread records the meters of a stream, one after the other. */
		private Timer awaitTimerOfStream(String name) {
			return Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.application.meters().find(name).tag("uri", "/stream").timer(),
						(timer) -> timer != null && timer.count() > 0);
		}

		@Test
		void endsAStreamWhoseClientLeaves() throws Exception {
			long before = Recorded.total(Recorded.records(this.application));
			try (Socket socket = connect(); InputStream answer = socket.getInputStream()) {
				request(socket, "/stream");
				assertThat(answer.readNBytes(10)).hasSize(10);
				assertThat(inFlight("GET")).isEqualTo(1);
			}
			Timer stream = awaitTimerOfStream("observability.golden.streams");
			assertThat(stream.count()).isEqualTo(1);
			assertThat(stream.getId().getTag("outcome")).isEqualTo("CLIENT_ABORT");
			assertThat(awaitTimerOfStream("observability.golden.streams.first.byte").count()).isEqualTo(1);
			assertThat(Recorded.total(Recorded.records(this.application))).isEqualTo(before);
		}

		/**
		 * Reactor answers no error of the virtual machine: it throws it at the server,
		 * which closes the connection.
		 */
		@Test
		void endsARequestThatFailsFatally() throws Exception {
			List<Recorded.Record> before = Recorded.records(this.application);
			try (Socket socket = connect(); InputStream answer = socket.getInputStream()) {
				request(socket, "/fatal");
				assertThat(answer.read()).isNegative();
			}
			expectOne(before, "/fatal", "SERVER_ERROR", "LinkageError");
			assertThat(Recorded.serverSpans(this.application, "/fatal")).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
		}

		private void expectOne(List<Recorded.Record> before, String route, String outcome, String exception) {
			assertThat(Recorded.awaitRecords(this.application, before)).singleElement().satisfies((record) -> {
				assertThat(record.count()).isEqualTo(1);
				assertThat(record.tags()).containsEntry("uri", route)
					.containsEntry("outcome", outcome)
					.containsEntry("exception", exception);
			});
		}

		private Socket connect() throws IOException {
			URI uri = URI.create(this.application.url("/"));
			return new Socket(uri.getHost(), uri.getPort());
		}

		private void request(Socket socket, String path) throws IOException {
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
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
		}

		@Test
		void hasTheFixedBuckets() {
			this.application.get("/ok/1");
			awaitEnd();
			assertThat(this.application.get("/actuator/prometheus")
				.body()
				.lines()
				.filter((line) -> line.startsWith("http_server_requests_seconds_bucket")
						&& line.contains("method=\"GET\"") && line.contains("uri=\"/ok/{id}\""))
				.map((line) -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1")))
				.containsExactly("0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "5.0", "+Inf");
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

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				/handled       | none                    | UNSET
				/handled-later | none                    | UNSET
				/nowhere       | NoResourceFoundException | ERROR
				/thrown-status | ResponseStatusException | ERROR
				""")
		void hidesHandledServerErrorsAndShowsClientErrors(String path, String exception, StatusCode spanStatus) {
			List<Recorded.Record> before = Recorded.records(this.application);
			this.application.get(path);
			assertThat(Recorded.awaitRecords(this.application, before)).singleElement()
				.satisfies((record) -> assertThat(record.tags()).containsEntry("exception", exception));
			assertThat(Recorded.serverSpans(this.application, path)).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(spanStatus));
		}

		@Test
		void leavesTheSpanOfAReturnedServerErrorUnset() {
			this.application.get("/returned");
			assertThat(Recorded.serverSpans(this.application, "/returned")).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ReactiveGoldenTestApplication.class)
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
