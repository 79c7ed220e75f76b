package io.github.observability.golden;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlHttpHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.async.DeferredResult;
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

		private final ChaosDependencies dependencies;

		private final RestClient restClient;

		Dependencies(ChaosDependencies dependencies, ObservationRegistry registry) {
			this.dependencies = dependencies;
			this.restClient = RestClient.builder().observationRegistry(registry).build();
		}

		@GetMapping("/chaos/refused")
		String refused() {
			return this.restClient.get().uri(ChaosDependencies.REFUSED).retrieve().body(String.class);
		}

		@GetMapping("/chaos/timeout")
		String timeout() {
			return this.dependencies.timeout().block();
		}

		@GetMapping("/chaos/slow")
		DeferredResult<String> slow() {
			return new DeferredResult<>(ChaosDependencies.SLOW.toMillis(), "too late");
		}

		@GetMapping("/work/grpc")
		String grpc() {
			return this.dependencies.grpc();
		}

		@GetMapping("/work/batch")
		String batch() throws Exception {
			return this.dependencies.batch();
		}

	}

}
