package io.github.observability.console.shop;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

@RestController
class PartnerController {

	private final RestClient client;

	private final Environment environment;

	PartnerController(RestClient.Builder client, Environment environment) {
		this.client = client.build();
		this.environment = environment;
	}

	/** The third fault: a secret in a URL. */
	@GetMapping("/partner")
	@Nullable String partner() {
		return call("/stock?token=s3cr3t-t0ken-of-the-partner");
	}

	@GetMapping("/partner/{id}")
	@Nullable String partner(@PathVariable long id) {
		return call("/stock/" + id + "?page=1");
	}

	private @Nullable String call(String path) {
		return this.client.get()
			.uri("http://localhost:" + this.environment.getRequiredProperty("local.server.port") + path)
			.retrieve()
			.body(String.class);
	}

	@GetMapping("/stock")
	String stock(@RequestParam String token) {
		return "17";
	}

	@GetMapping("/stock/{id}")
	String stock(@PathVariable long id) {
		return "17";
	}

}
