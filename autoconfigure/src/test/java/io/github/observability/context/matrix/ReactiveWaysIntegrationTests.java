package io.github.observability.context.matrix;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways that begin in an operator of WebFlux, whose own thread has no context.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactiveWaysIntegrationTests {

	@AfterEach
	void disableHooks() {
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource(ReactiveWay.class)
	void carries(ReactiveWay way, CapturedOutput output) {
		Call call = Call.next();
		try (RunningApplication application = RunningApplication.start(Reactive.class,
				"spring.main.web-application-type=reactive", "spring.main.banner-mode=off",
				"management.tracing.baggage.remote-fields=region", "observability.context.headers.X-Tenant=tenant",
				"observability.context.request-id.send=true")) {
			assertThat(application.get("/ways/" + way, call.headers()).statusCode()).isEqualTo(200);
			assertThat(application.bean(Workers.class).leftovers()).containsOnly(Map.of());
		}
		Set<Carried> expected = Set.of(Carried.values());
		if (way == ReactiveWay.WEB_CLIENT) {
			expected = Set.of(Carried.TRACE, Carried.REQUEST, Carried.BAGGAGE);
		}
		assertThat(Carried.in(JsonLines.withMessage(output.getOut(), "Far end of " + way + "."), call))
			.isEqualTo(expected);
	}

	enum ReactiveWay {

		SCHEDULER, EXECUTOR_SERVICE, WEB_CLIENT, BLOCKING_TASK

	}

	@UnsecuredApplication
	@Import({ Ways.class, Workers.class })
	static class Reactive {

		@Bean
		ExecutorService executor(Workers workers) {
			return Executors.unconfigurableExecutorService(workers.executor);
		}

		@Bean
		WebClient webClient() {
			return WebClient.create();
		}

	}

	/**
	 * Threads, each alone of its kind.
	 */
	static class Workers {

		private final Scheduler scheduler = Schedulers.newSingle("scheduler");

		private final ExecutorService executor = Executors.newFixedThreadPool(1);

		List<Map<String, String>> leftovers() {
			CompletableFuture<Map<String, String>> left = new CompletableFuture<>();
			this.scheduler.schedule(() -> left.complete(Raw.mdc()));
			return List.of(Raw.mdc(this.executor), left.orTimeout(10, TimeUnit.SECONDS).join());
		}

	}

	@RestController
	static class Ways {

		private static final Logger logger = LoggerFactory.getLogger(Ways.class);

		private final Workers workers;

		private final ExecutorService executor;

		private final WebClient client;

		Ways(Workers workers, ExecutorService executor, WebClient client) {
			this.workers = workers;
			this.executor = executor;
			this.client = client;
		}

		@GetMapping("/far-end/{way}")
		String farEnd(@PathVariable ReactiveWay way) {
			logger.info("Far end of {}.", way);
			return way.name();
		}

		@GetMapping("/ways/{way}")
		Mono<String> take(@PathVariable ReactiveWay way, ServerHttpRequest request) {
			String url = "http://localhost:" + request.getLocalAddress().getPort() + "/far-end/" + way;
			return Mono.just(way).publishOn(this.workers.scheduler).flatMap((each) -> take(each, url));
		}

		private Mono<String> take(ReactiveWay way, String url) {
			return switch (way) {
				case SCHEDULER -> Mono.fromCallable(() -> farEnd(way));
				case EXECUTOR_SERVICE ->
					Mono.fromFuture(CompletableFuture.supplyAsync(() -> farEnd(way), this.executor));
				case WEB_CLIENT -> this.client.get().uri(url).retrieve().bodyToMono(String.class);
				case BLOCKING_TASK ->
					Mono.fromCallable(() -> this.executor.submit(() -> farEnd(way)).get(10, TimeUnit.SECONDS))
						.subscribeOn(Schedulers.boundedElastic());
			};
		}

	}

}
