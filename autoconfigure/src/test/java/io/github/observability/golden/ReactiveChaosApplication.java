package io.github.observability.golden;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webflux.GraphQlHttpHandler;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
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

		private final ChaosDependencies dependencies;

		Dependencies(ChaosDependencies dependencies) {
			this.dependencies = dependencies;
		}

		@GetMapping("/chaos/refused")
		Mono<String> refused() {
			return this.dependencies.refused();
		}

		@GetMapping("/chaos/timeout")
		Mono<String> timeout() {
			return this.dependencies.timeout();
		}

		@GetMapping("/chaos/slow")
		Mono<String> slow() {
			return Mono.delay(ChaosDependencies.SLOW).thenReturn("too late");
		}

		@GetMapping("/work/grpc")
		Mono<String> grpc() {
			return Mono.fromCallable(this.dependencies::grpc).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/work/batch")
		Mono<String> batch() {
			return Mono.fromCallable(this.dependencies::batch).subscribeOn(Schedulers.boundedElastic());
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
