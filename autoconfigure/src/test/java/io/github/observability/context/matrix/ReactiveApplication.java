package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.observability.testing.UnsecuredApplication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

/**
 * An application that WebFlux serves, on threads each of which is alone of its kind, so
 * that whatever a request left behind would be seen on the next.
 */
@UnsecuredApplication
@Import({ ReactiveApplication.Ways.class, ReactiveApplication.Workers.class })
class ReactiveApplication {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveApplication.class);

	@Bean
	ExecutorService executor(Workers workers) {
		return Executors.unconfigurableExecutorService(workers.executor);
	}

	@Bean
	WebClient webClient(Workers workers) {
		return WebClient.builder().clientConnector(workers.connector()).build();
	}

	@Bean
	RouterFunction<ServerResponse> functional() {
		return RouterFunctions.route()
			.GET("/functional", (request) -> ServerResponse.ok().bodyValue(arrive(ReactiveWay.FUNCTIONAL_HANDLER)))
			.build();
	}

	@Bean
	WebFilter filter() {
		return (exchange, chain) -> {
			if (exchange.getRequest().getPath().value().endsWith("/" + ReactiveWay.WEB_FILTER)) {
				arrive(ReactiveWay.WEB_FILTER);
			}
			return chain.filter(exchange);
		};
	}

	static String arrive(ReactiveWay way) {
		logger.info(way.message());
		return way.name();
	}

	/**
	 * The threads that serve.
	 */
	static class Workers implements NettyServerCustomizer {

		private final LoopResources loops = LoopResources.create("loop", 1, true);

		private final LoopResources clientLoops = LoopResources.create("client-loop", 1, true);

		private final Scheduler single = Schedulers.newSingle("single", true);

		private final Scheduler elastic = Schedulers.newBoundedElastic(1, 100, "elastic", 60, true);

		private final Scheduler parallel = Schedulers.newParallel("parallel", 1, true);

		private final ExecutorService executor = Executors.newFixedThreadPool(1);

		@Override
		public HttpServer apply(HttpServer server) {
			return server.runOn(this.loops, false);
		}

		ReactorClientHttpConnector connector() {
			return new ReactorClientHttpConnector(HttpClient.create().runOn(this.clientLoops, false));
		}

		/**
		 * Return what the threads have in their MDC while they do nothing. The tasks are
		 * given to them from a thread without context.
		 */
		List<Map<String, String>> leftovers() {
			List<CompletableFuture<Map<String, String>>> left = new ArrayList<>();
			for (Scheduler scheduler : List.of(this.single, this.elastic, this.parallel)) {
				CompletableFuture<Map<String, String>> mdc = new CompletableFuture<>();
				scheduler.schedule(() -> mdc.complete(Raw.mdc()));
				left.add(mdc);
			}
			left.add(CompletableFuture.supplyAsync(Raw::mdc, this.loops.onServer(false).next()));
			left.add(CompletableFuture.supplyAsync(Raw::mdc, this.clientLoops.onClient(false).next()));
			left.add(CompletableFuture.supplyAsync(Raw::mdc, this.executor));
			return left.stream().map((mdc) -> mdc.orTimeout(10, TimeUnit.SECONDS).join()).toList();
		}

	}

	@RestController
	static class Ways {

		final BlockingQueue<HttpHeaders> received = new LinkedBlockingQueue<>();

		private final Workers workers;

		private final ExecutorService executor;

		private final WebClient client;

		private final WebClient clientOfBoot;

		Ways(Workers workers, ExecutorService executor, WebClient client,
				ObjectProvider<WebClientCustomizer> customizers) {
			this.workers = workers;
			this.executor = executor;
			this.client = client;
			// As Boot makes its builder, which it leaves out where there is one.
			WebClient.Builder builder = WebClient.builder();
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			this.clientOfBoot = builder.clientConnector(workers.connector()).build();
		}

		@GetMapping("/far-end")
		String farEnd(ServerHttpRequest request) {
			this.received.add(HttpHeaders.copyOf(request.getHeaders()));
			return "received";
		}

		@ExceptionHandler(UnsupportedOperationException.class)
		String handle() {
			return arrive(ReactiveWay.EXCEPTION_HANDLER);
		}

		@GetMapping("/flux")
		Flux<String> flux() {
			return Flux.just(1, 2)
				.publishOn(this.workers.single)
				.map((number) -> (number == 2) ? arrive(ReactiveWay.FLUX) : "first");
		}

		@GetMapping("/ways/{way}")
		Mono<String> take(@PathVariable ReactiveWay way, ServerHttpRequest request) {
			if (way == ReactiveWay.CONTROLLER) {
				arrive(way);
			}
			return take(way, "http://localhost:" + request.getLocalAddress().getPort() + "/far-end");
		}

		private Mono<String> take(ReactiveWay way, String url) {
			Mono<ReactiveWay> start = Mono.just(way);
			Mono<ReactiveWay> elsewhere = start.publishOn(this.workers.single);
			return switch (way) {
				case CONTROLLER, WEB_FILTER -> start.map(Enum::name);
				case FLAT_MAP -> start.flatMap((each) -> Mono.just(arrive(each)));
				case PUBLISH_ON -> elsewhere.map(ReactiveApplication::arrive);
				case SUBSCRIBE_ON -> Mono.defer(() -> Mono.just(arrive(way))).subscribeOn(this.workers.single);
				case FROM_CALLABLE -> Mono.fromCallable(() -> arrive(way)).subscribeOn(this.workers.elastic);
				case DELAY ->
					start.delayElement(Duration.ofMillis(1), this.workers.parallel).map(ReactiveApplication::arrive);
				case TIMEOUT -> Mono.<String>never()
					.timeout(Duration.ofMillis(1), Mono.fromCallable(() -> arrive(way)), this.workers.parallel);
				case RETRY -> retried(way);
				case EXCEPTION_HANDLER -> elsewhere.flatMap((each) -> Mono.error(new UnsupportedOperationException()));
				case PARALLEL_RAILS -> Flux.just(way)
					.parallel(1)
					.runOn(this.workers.parallel)
					.map(ReactiveApplication::arrive)
					.sequential()
					.next();
				case ZIP -> Mono.zip((all) -> way.name(), Mono.just(way),
						Mono.fromCallable(() -> arrive(way)).subscribeOn(this.workers.elastic));
				case SCHEDULER -> elsewhere.flatMap((each) -> Mono.fromCallable(() -> arrive(each)));
				case EXECUTOR_SERVICE -> elsewhere.flatMap(
						(each) -> Mono.fromFuture(CompletableFuture.supplyAsync(() -> arrive(each), this.executor)));
				case BLOCKING_TASK ->
					Mono.fromCallable(() -> this.executor.submit(() -> arrive(way)).get(10, TimeUnit.SECONDS))
						.subscribeOn(Schedulers.boundedElastic());
				case WEB_CLIENT -> elsewhere.flatMap((each) -> get(this.client, url));
				case WEB_CLIENT_OF_BOOT -> elsewhere.flatMap((each) -> get(this.clientOfBoot, url));
				case WEB_CLIENT_ANSWER -> get(this.client, url).map((answer) -> arrive(way));
				case FUNCTIONAL_HANDLER, FLUX -> throw new IllegalArgumentException("has a path of its own");
			};
		}

		private Mono<String> retried(ReactiveWay way) {
			AtomicBoolean failed = new AtomicBoolean();
			return Mono.fromCallable(() -> {
				if (failed.compareAndSet(false, true)) {
					throw new IllegalStateException("the first time");
				}
				return arrive(way);
			}).retryWhen(Retry.backoff(1, Duration.ofMillis(1)).scheduler(this.workers.parallel));
		}

		private static Mono<String> get(WebClient client, String url) {
			return client.get().uri(url).retrieve().bodyToMono(String.class);
		}

	}

}
