package io.github.observability.golden;

import java.time.Duration;

import io.grpc.ManagedChannel;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What the applications depend on. All of it fails.
 */
final class ChaosDependencies {

	static final String REFUSED = "http://localhost:1/refused";

	/** How long a client waits for what takes longer. */
	private static final Duration PATIENCE = Duration.ofMillis(50);

	static final Duration SLOW = Duration.ofMillis(500);

	private final ObservationRegistry registry;

	private final WebClient webClient;

	private final ManagedChannel channel;

	private final Environment environment;

	ChaosDependencies(ObservationRegistry registry, ManagedChannel channel, Environment environment) {
		this.registry = registry;
		this.webClient = WebClient.builder().observationRegistry(registry).build();
		this.channel = channel;
		this.environment = environment;
	}

	Mono<String> refused() {
		return this.webClient.get().uri(REFUSED).retrieve().bodyToMono(String.class);
	}

	Mono<String> timeout() {
		return this.webClient.get()
			.uri("http://localhost:{port}/chaos/slow", this.environment.getRequiredProperty("local.server.port"))
			.retrieve()
			.bodyToMono(String.class)
			.timeout(PATIENCE);
	}

	String grpc() {
		return ChaosWork.call(this.channel);
	}

	String batch() throws Exception {
		return ChaosWork.runJob(this.registry);
	}

}
