package io.github.observability.benchmarks.service;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * One request of each kind: answered at once, answered by another service, and failed.
 */
@RestController
class GreetingController {

	private static final Logger logger = LoggerFactory.getLogger(GreetingController.class);

	private final AtomicLong ids = new AtomicLong();

	private final RestClient client;

	GreetingController(RestClient.Builder builder, @Value("${downstream.url}") String url) {
		this.client = builder.baseUrl(url).build();
	}

	@GetMapping("/hello")
	Greeting hello() {
		long id = this.ids.incrementAndGet();
		logger.info("Greeting {} made", id);
		return new Greeting(id, "Hello");
	}

	@GetMapping("/call")
	@Nullable Greeting call() {
		logger.info("Greeting {} asked for", this.ids.incrementAndGet());
		return this.client.get().uri("/greeting").retrieve().body(Greeting.class);
	}

	@GetMapping("/fail")
	Greeting fail() {
		long id = this.ids.incrementAndGet();
		throw new IllegalStateException("Greeting " + id + " failed");
	}

}
