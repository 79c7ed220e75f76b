package io.github.observability.golden;

import java.time.Duration;

import io.grpc.ManagedChannel;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webflux.GraphQlHttpHandler;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A WebFlux server whose dependencies fail.
 */
@Configuration(proxyBeanMethods = false)
@Import({ ReactiveGoldenTestApplication.class, ChaosWork.class, ReactiveChaosApplication.Dependencies.class })
class ReactiveChaosApplication {

	@Bean
	RouterFunction<ServerResponse> graphQl(WebGraphQlHandler handler) {
		return RouterFunctions.route()
			.POST(ChaosProtocol.GRAPHQL.path(), new GraphQlHttpHandler(handler)::handleRequest)
			.build();
	}

	@RestController
	static class Dependencies {

		private final ObservationRegistry registry;

		private final WebClient webClient;

		private final ManagedChannel channel;

		private final Environment environment;

		Dependencies(ObservationRegistry registry, ManagedChannel channel, Environment environment) {
			this.registry = registry;
			this.webClient = WebClient.builder().observationRegistry(registry).build();
			this.channel = channel;
			this.environment = environment;
		}

		@GetMapping("/chaos/refused")
		Mono<String> refused() {
			return this.webClient.get().uri("http://localhost:1/refused").retrieve().bodyToMono(String.class);
		}

		@GetMapping("/chaos/timeout")
		Mono<String> timeout() {
			return this.webClient.get()
				.uri("http://localhost:{port}/chaos/slow", this.environment.getRequiredProperty("local.server.port"))
				.retrieve()
				.bodyToMono(String.class)
				.timeout(Duration.ofMillis(50));
		}

		@GetMapping("/chaos/slow")
		Mono<String> slow() {
			return Mono.delay(Duration.ofMillis(500)).thenReturn("too late");
		}

		@GetMapping("/work/grpc")
		Mono<String> grpc() {
			return Mono.fromCallable(() -> ChaosWork.call(this.channel)).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/work/batch")
		Mono<String> batch() {
			return Mono.fromCallable(() -> ChaosWork.runJob(this.registry)).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/unanswered/{id}")
		Mono<String> unanswered(@PathVariable String id) {
			return Mono.<String>never().doOnSubscribe((subscription) -> ChaosProgram.enter(id));
		}

		@GetMapping("/endless-sse")
		Flux<DataBuffer> endlessEvents(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			return Flux.generate((sink) -> sink.next(response.bufferFactory().wrap(new byte[64 * 1024])));
		}

	}

}
