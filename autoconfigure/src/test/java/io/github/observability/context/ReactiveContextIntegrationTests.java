package io.github.observability.context;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context of requests on log lines of a WebFlux server with one event loop and one
 * worker, so that whatever a request left behind would show in the next.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jdk")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReactiveContextIntegrationTests {

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	@Test
	void putsTheContextOnLinesOfARequest(CapturedOutput output) {
		RunningApplication application = start(Unsecured.class);
		HttpResponse<String> response = application.get("/log", "traceparent", TRACEPARENT, "X-Request-Id", "r-1",
				"X-Tenant", "acme");
		assertThat(response.body()).isEqualTo("logged");
		assertThat(response.headers().allValues("X-Request-Id")).containsExactly("r-1");
		for (String message : new String[] { "Handling", "Flat-mapping", "Published", "Subscribed", "Delayed" }) {
			JsonNode line = JsonLines.withMessage(output.getOut(), message);
			assertThat(line.at("/trace/id").asString()).as(message).isEqualTo(TRACE_ID);
			assertThat(line.at("/span/id").asString()).as(message)
				.matches("[0-9a-f]{16}")
				.isNotEqualTo("b7ad6b7169203331");
			assertThat(line.at("/http/request/id").asString()).as(message).isEqualTo("r-1");
			assertThat(line.path("tenant").asString()).as(message).isEqualTo("acme");
		}
	}

	@Order(Integer.MAX_VALUE)
	@Test
	void replacesUnsafeRequestIds(CapturedOutput output) {
		String[] hostile = { "a b", "\u00fcml\u00e4ut", "<script>alert(1)</script>", "a.b.c" };
		RunningApplication application = start(Unsecured.class);
		for (String id : hostile) {
			assertThat(application.get("/context", "X-Request-Id", id).headers().firstValue("X-Request-Id")).as(id)
				.hasValueSatisfying((replaced) -> assertThat(replaced).matches("[0-9a-f]{32}"));
			application.get("/log", "X-Request-Id", id);
		}
		shared.close();
		assertThat(output.getOut()).doesNotContain(hostile);
	}

	@Order(Integer.MAX_VALUE)
	@Test
	void replacesALongRequestIdAndIgnoresALongHeader(CapturedOutput output) {
		String tooLong = "x".repeat(7_000);
		RunningApplication application = start(Unsecured.class);
		assertThat(application.get("/log", "X-Request-Id", tooLong).headers().firstValue("X-Request-Id").orElse(""))
			.hasSize(32);
		assertThat(application.get("/log", "X-Tenant", tooLong).statusCode()).isEqualTo(200);
		shared.close();
		assertThat(output.getOut()).doesNotContain("xxxxx");
	}

	@Test
	void leavesNothingBehindOnAnyThread() {
		RunningApplication application = start(Unsecured.class);
		for (String path : new String[] { "/log", "/unhandled", "/unhandled-later", "/nowhere", "/context" }) {
			application.get(path, "X-Tenant", "acme", "X-Request-Id", "r-1");
			assertThat(application.bean(Threads.class).mdcs()).as(path).hasSize(3).containsOnly(Map.of());
		}
	}

	@Test
	void keepsRequestsApartThatShareThreads() {
		RunningApplication application = start(Unsecured.class);
		List<CompletableFuture<String>> answers = IntStream.range(0, 50)
			.mapToObj((i) -> CompletableFuture
				.supplyAsync(() -> application.get("/context?pause=5", "X-Request-Id", "r-" + i).body()))
			.toList();
		for (int i = 0; i < answers.size(); i++) {
			assertThat(answers.get(i).join()).isEqualTo("r-" + i);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/unhandled", "/unhandled-later" })
	void putsTheContextOnBootsOwnLine(String path, CapturedOutput output) {
		RunningApplication application = start(Unsecured.class);
		HttpResponse<String> response = application.get(path, "traceparent", TRACEPARENT, "X-Request-Id", "r-1");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().allValues("X-Request-Id")).containsExactly("r-1");
		JsonNode line = JsonLines.withMessage(output.getOut(), "500 Server Error");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.at("/span/id").asString()).matches("[0-9a-f]{16}");
	}

	@Order(1)
	@Test
	void disabledLeavesTraceIdsAlone(CapturedOutput output) {
		RunningApplication application = start(Unsecured.class, "observability.context.enabled=false");
		assertThat(application.get("/log", "traceparent", TRACEPARENT, "X-Request-Id", "r-1").headers().map())
			.doesNotContainKey("X-Request-Id");
		JsonNode line = JsonLines.withMessage(output.getOut(), "Published");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.at("/http/request").has("id")).isFalse();
	}

	@Order(1)
	@Test
	@FullRunOnly
	void plainBootHasNoTraceIdBehindAPublishOn(CapturedOutput output) {
		// Global, and switched on by each application before.
		Hooks.disableAutomaticContextPropagation();
		RunningApplication application = start(Unsecured.class, "observability.context.enabled=false",
				"spring.reactor.context-propagation=limited");
		application.get("/log", "traceparent", TRACEPARENT);
		assertThat(JsonLines.withMessage(output.getOut(), "Published").has("trace")).isFalse();
	}

	@Order(1)
	@Test
	void putsTheAuthenticatedUserOnLines(CapturedOutput output) {
		RunningApplication application = start(Secured.class, "spring.security.user.name=ada",
				"spring.security.user.password=secret");
		assertThat(application.get("/log", "Authorization", "Basic YWRhOnNlY3JldA==").statusCode()).isEqualTo(200);
		HttpResponse<String> refused = application.get("/log");
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().allValues("X-Request-Id")).hasSize(1);
		assertThat(application.bean(Threads.class).mdcs()).containsOnly(Map.of());
		for (String message : new String[] { "Handling", "Published", "Delayed" }) {
			assertThat(JsonLines.withMessage(output.getOut(), message).at("/user/id").asString()).isEqualTo("ada");
		}
	}

	@Order(1)
	@Test
	void usesOwnUserIdAndSurvivesItsFailure(CapturedOutput output) {
		RunningApplication application = start(OwnUserId.class);
		assertThat(application.get("/log", "X-User", "bob").statusCode()).isEqualTo(200);
		assertThat(application.get("/context").statusCode()).isEqualTo(200);
		assertThat(application.get("/context").statusCode()).isEqualTo(200);
		assertThat(JsonLines.withMessage(output.getOut(), "Handling").at("/user/id").asString()).isEqualTo("bob");
		assertThat(JsonLines.withMessage(output.getOut(), "cannot be resolved").at("/log/level").asString())
			.isEqualTo("WARN");
	}

	private static RunningApplication start(Class<?> source, String... arguments) {
		List<String> all = new ArrayList<>(List.of("spring.main.web-application-type=reactive",
				"observability.context.headers.X-Tenant=tenant", "spring.main.banner-mode=off"));
		all.addAll(List.of(arguments));
		return shared.get(source, all.toArray(String[]::new));
	}

	@UnsecuredApplication
	@Import({ Endpoints.class, Threads.class })
	static class Unsecured {

	}

	@UnsecuredApplication
	@Import({ Endpoints.class, Threads.class })
	static class OwnUserId {

		@Bean
		ReactiveUserIdResolver userIdResolver() {
			return (exchange) -> {
				String user = exchange.getRequest().getHeaders().getFirst("X-User");
				return (user != null) ? Mono.just(user) : Mono.error(new IllegalStateException("no user"));
			};
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Endpoints.class, Threads.class })
	static class Secured {

	}

	/**
	 * The threads that serve, each of them alone of its kind.
	 */
	static class Threads implements NettyServerCustomizer {

		private final LoopResources loops = LoopResources.create("loop", 1, true);

		final Scheduler published = Schedulers.newSingle("published");

		final Scheduler subscribed = Schedulers.newSingle("subscribed");

		@Override
		public HttpServer apply(HttpServer server) {
			return server.runOn(this.loops, false);
		}

		/**
		 * Return what the threads carry while they serve nothing. The tasks are given to
		 * them from a thread without context.
		 */
		List<Map<String, String>> mdcs() {
			List<CompletableFuture<Map<String, String>>> mdcs = new ArrayList<>();
			for (Consumer<Runnable> thread : List.<Consumer<Runnable>>of(this.published::schedule,
					this.subscribed::schedule, (task) -> this.loops.onServer(false).next().execute(task))) {
				CompletableFuture<Map<String, String>> mdc = new CompletableFuture<>();
				thread.accept(() -> mdc.complete(mdc()));
				mdcs.add(mdc);
			}
			return mdcs.stream().map(CompletableFuture::join).toList();
		}

		static Map<String, String> mdc() {
			Map<String, String> mdc = MDC.getCopyOfContextMap();
			return (mdc != null) ? new TreeMap<>(mdc) : Map.of();
		}

	}

	@RestController
	static class Endpoints {

		private static final Logger logger = LoggerFactory.getLogger(Endpoints.class);

		private final Threads threads;

		Endpoints(Threads threads) {
			this.threads = threads;
		}

		@GetMapping("/log")
		Mono<String> log() {
			logger.info("Handling");
			return Mono.just("value")
				.flatMap((value) -> said("Flat-mapping", value))
				.publishOn(this.threads.published)
				.flatMap((value) -> said("Published", value))
				.flatMap((value) -> Mono.fromCallable(() -> say("Subscribed", value))
					.subscribeOn(this.threads.subscribed))
				.delayElement(Duration.ofMillis(5))
				.flatMap((value) -> said("Delayed", value))
				.thenReturn("logged");
		}

		private static Mono<String> said(String message, String value) {
			return Mono.just(say(message, value));
		}

		private static String say(String message, String value) {
			logger.info(message);
			return value;
		}

		@GetMapping("/context")
		Mono<String> context(@RequestParam(defaultValue = "0") long pause) {
			return Mono.delay(Duration.ofMillis(pause), this.threads.published)
				.flatMap((tick) -> Mono.just(MDC.get("requestId")));
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("nobody handles this");
		}

		@GetMapping("/unhandled-later")
		Mono<String> unhandledLater() {
			return Mono.just("value")
				.publishOn(this.threads.published)
				.flatMap((value) -> Mono.error(new IllegalStateException("nobody handles this")));
		}

	}

}
