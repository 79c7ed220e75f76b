package io.github.observability.golden;

import java.time.Duration;

import io.grpc.ManagedChannel;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlHttpHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Servlets whose dependencies fail.
 */
@Configuration(proxyBeanMethods = false)
@Import({ GoldenTestApplication.class, ChaosWork.class, ServletChaosApplication.Dependencies.class })
class ServletChaosApplication {

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

		private final RestClient restClient;

		private final ManagedChannel channel;

		private final Environment environment;

		Dependencies(ObservationRegistry registry, ManagedChannel channel, Environment environment) {
			this.registry = registry;
			this.webClient = WebClient.builder().observationRegistry(registry).build();
			this.restClient = RestClient.builder().observationRegistry(registry).build();
			this.channel = channel;
			this.environment = environment;
		}

		@GetMapping("/chaos/refused")
		String refused() {
			return this.restClient.get().uri("http://localhost:1/refused").retrieve().body(String.class);
		}

		@GetMapping("/chaos/timeout")
		String timeout() {
			return this.webClient.get()
				.uri("http://localhost:{port}/chaos/slow", this.environment.getRequiredProperty("local.server.port"))
				.retrieve()
				.bodyToMono(String.class)
				.timeout(Duration.ofMillis(50))
				.block();
		}

		@GetMapping("/chaos/slow")
		DeferredResult<String> slow() {
			return new DeferredResult<>(500L, "too late");
		}

		@GetMapping("/work/grpc")
		String grpc() {
			return ChaosWork.call(this.channel);
		}

		@GetMapping("/work/batch")
		String batch() throws Exception {
			return ChaosWork.runJob(this.registry);
		}

	}

}
