package io.github.observability.golden;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RunningApplication;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Golden signals of requests sent, and plain Boot beside it where it differs.
 */
class ClientGoldenSignalsIntegrationTests {

	private static final String[] ARGUMENTS = { "management.tracing.sampling.probability=1",
			"spring.main.banner-mode=off", "management.metrics.web.client.max-uri-tags=3" };

	private static void call(RunningApplication application, String client, String url) {
		switch (client) {
			case "rest-client" -> application.bean(RestClient.Builder.class)
				.build()
				.get()
				.uri(url)
				.exchange((request, response) -> response.getStatusCode());
			case "rest-template" -> application.bean(RestTemplateBuilder.class).build().getForObject(url, String.class);
			default -> application.bean(WebClient.Builder.class)
				.build()
				.get()
				.uri(url)
				.retrieve()
				.bodyToMono(String.class)
				.block(Duration.ofSeconds(20));
		}
	}

	@Test
	void countsRequestsInFlightWhileTheyLastOrUntilNobodyWaitsForThem() throws Exception {
		try (RunningApplication application = RunningApplication.start(Application.class, ARGUMENTS)) {
			GoldenTestApplication.Endpoints endpoints = application.bean(GoldenTestApplication.Endpoints.class);
			String url = application.url("/block");
			List<CompletableFuture<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				// Not in the common pool, which may have a single thread.
				calls.add(CompletableFuture.runAsync(() -> call(application, "rest-client", url),
						(task) -> new Thread(task).start()));
			}
			Disposable abandoned = application.bean(WebClient.Builder.class)
				.build()
				.get()
				.uri(url)
				.retrieve()
				.bodyToMono(String.class)
				.subscribe();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight(application) == 4);
			abandoned.dispose();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight(application) == 3);
			endpoints.release.countDown();
			CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight(application) == 0);
			assertThat(Recorded.total(Recorded.records(application, "http.client.requests"))).isEqualTo(4);
		}
	}

	private static double inFlight(RunningApplication application) {
		return application.meters().get("http.client.requests.active").tag("method", "GET").gauge().value();
	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithStarter {

		private RunningApplication application;

		@BeforeAll
		void start() {
			this.application = RunningApplication.start(Application.class, ARGUMENTS);
		}

		@AfterAll
		void stop() {
			// A graceful stop would wait for the requests that nobody waits for anymore.
			this.application.bean(GoldenTestApplication.Endpoints.class).release.countDown();
			this.application.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "rest-client", "rest-template", "web-client" })
		void neitherTagsNorSpansHoldAQueryOrAnId(String client) {
			this.application.bean(InMemorySpanExporter.class).reset();
			call(this.application, client, this.application.url("/ok/4711?token=secret"));
			Timer timer = Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.application.meters()
					.find("http.client.requests")
					.tag("uri", "/ok/{id}")
					.tag("status", "200")
					.timer(), (found) -> found != null);
			assertThat(timer.count()).isPositive();
			assertThat(this.application.get("/actuator/prometheus").body()).doesNotContain("secret", "/4711");
			Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				assertThat(this.application.bean(InMemorySpanExporter.class).getFinishedSpanItems())
					.anyMatch((span) -> "/ok/{id}".equals(Recorded.attribute(span, "uri")));
				assertThat(this.application.bean(InMemorySpanExporter.class).getFinishedSpanItems())
					.allSatisfy((span) -> assertThat(span.getAttributes().asMap().values().toString())
						.doesNotContain("secret"));
			});
		}

		@Test
		void countsRequestsInFlightByMethod() {
			call(this.application, "rest-client", this.application.url("/ok/1"));
			assertThat(
					this.application.meters().get("http.client.requests.active").tag("method", "GET").gauge().value())
				.isZero();
			assertThat(this.application.meters().find("http.client.requests.active").longTaskTimers()).isEmpty();
		}

		@Test
		void namesTheExceptionOfACallThatFails() {
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> call(this.application, "rest-client", "http://localhost:1/refused"));
			assertThat(this.application.meters()
				.get("http.client.requests")
				.tag("client.name", "localhost")
				.tag("status", "CLIENT_ERROR")
				.timer()
				.getId()
				.getTag("exception")).isNotEqualTo("none");
		}

		@ParameterizedTest
		@EnumSource(TimedOut.class)
		void recordsAWebClientRequestThatATimeoutCancelsAsAnError(TimedOut timedOut) {
			this.application.bean(InMemorySpanExporter.class).reset();
			double before = timeouts();
			assertThatException()
				.isThrownBy(() -> timedOut.call.accept(get("/block").retrieve().bodyToMono(String.class)));
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> timeouts() == before + 1);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(
						() -> assertThat(this.application.bean(InMemorySpanExporter.class).getFinishedSpanItems())
							.anyMatch((span) -> span.getKind() == SpanKind.CLIENT
									&& span.getStatus().getStatusCode() == StatusCode.ERROR
									&& "TimeoutException".equals(Recorded.attribute(span, "exception"))));
		}

		private double timeouts() {
			return this.application.meters()
				.find("http.client.requests")
				.tag("exception", "TimeoutException")
				.tag("error", "TimeoutException")
				.timers()
				.stream()
				.mapToLong(Timer::count)
				.sum();
		}

		@Test
		void takesARequestThatNobodyWaitsForAnymoreForNoError() {
			double before = timeouts();
			double others = count("none");
			Disposable abandoned = get("/block").retrieve().bodyToMono(String.class).subscribe();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight(this.application) > 0);
			abandoned.dispose();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("none") == others + 1);
			assertThat(timeouts()).isEqualTo(before);
		}

		private double count(String error) {
			return this.application.meters()
				.find("http.client.requests")
				.tag("error", error)
				.tag("status", "CLIENT_ERROR")
				.timers()
				.stream()
				.mapToLong(Timer::count)
				.sum();
		}

		private WebClient.RequestHeadersSpec<?> get(String path) {
			return this.application.bean(WebClient.Builder.class).build().get().uri(this.application.url(path));
		}

	}

	/**
	 * Ways to wait for a response for a limited time.
	 */
	enum TimedOut {

		TIMEOUT((response) -> response.timeout(Duration.ofMillis(300)).block()),

		TIMEOUT_ELSEWHERE((response) -> response.publishOn(Schedulers.parallel())
			.map(String::length)
			.timeout(Duration.ofMillis(300))
			.block()),

		FALLBACK((response) -> {
			response.timeout(Duration.ofMillis(300), Mono.just("fallback")).block();
			throw new IllegalStateException("the fallback was used");
		}),

		BLOCK((response) -> response.block(Duration.ofMillis(300)));

		private final Consumer<Mono<String>> call;

		TimedOut(Consumer<Mono<String>> call) {
			this.call = call;
		}

	}

	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class Overflow {

		@Test
		void collapsesRoutesAndKeepsTotals() {
			try (RunningApplication application = RunningApplication.start(Application.class, ARGUMENTS)) {
				for (String route : "abcdefghij".split("")) {
					call(application, "rest-client", application.url("/" + route));
				}
				Collection<Timer> timers = application.meters().get("http.client.requests").timers();
				assertThat(routes(timers)).hasSize(4).contains("other");
				assertThat(timers.stream().mapToLong(Timer::count).sum()).isEqualTo(10);
				assertThat(application.meters()
					.get("observability.golden.collapsed")
					.tag("meter", "http.client.requests")
					.counter()
					.count()).isEqualTo(7);
			}
		}

		@Test
		void collapsesServedRoutesAndKeepsTotals(CapturedOutput output) {
			try (RunningApplication application = RunningApplication.start(Application.class,
					"spring.main.banner-mode=off", "management.metrics.web.server.max-uri-tags=3")) {
				List<String> paths = List.of("/ok/1", "/bad", "/handled", "/missing", "/returned", "/send-error",
						"/callable", "/future", "/forward", "/expected");
				paths.forEach(application::get);
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> Recorded.total(Recorded.records(application)) == 10);
				assertThat(routes(application.meters().get("http.server.requests").timers())).hasSize(4)
					.contains("other");
				assertThat(application.meters()
					.get("observability.golden.collapsed")
					.tag("meter", "http.server.requests")
					.counter()
					.count()).isEqualTo(7);
				assertThat(output.toString()).doesNotContain("Reached the maximum number of 'uri' tags");
			}
		}

		@Test
		@FullRunOnly
		void plainBootLosesRequests(CapturedOutput output) {
			List<String> arguments = new ArrayList<>(List.of(ARGUMENTS));
			arguments.add("observability.golden.enabled=false");
			try (RunningApplication application = RunningApplication.start(Application.class,
					arguments.toArray(String[]::new))) {
				for (String route : "abcdefghij".split("")) {
					call(application, "rest-client", application.url("/" + route));
				}
				assertThat(application.meters()
					.get("http.client.requests")
					.timers()
					.stream()
					.mapToLong(Timer::count)
					.sum()).isLessThan(10);
				assertThat(output.toString()).contains("Reached the maximum number of 'uri' tags");
			}
		}

		@Test
		@FullRunOnly
		void plainBootTellsTheQuery() {
			List<String> arguments = new ArrayList<>(List.of(ARGUMENTS));
			arguments.add("observability.golden.enabled=false");
			try (RunningApplication application = RunningApplication.start(Application.class,
					arguments.toArray(String[]::new))) {
				call(application, "rest-client", application.url("/ok/4711?token=secret"));
				assertThat(application.get("/actuator/prometheus").body()).contains("secret");
			}
		}

		private Set<String> routes(Collection<Timer> timers) {
			return timers.stream().map((timer) -> timer.getId().getTag("uri")).collect(Collectors.toSet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(GoldenTestApplication.class)
	static class Application {

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
