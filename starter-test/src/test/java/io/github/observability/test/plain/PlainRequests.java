package io.github.observability.test.plain;

import io.github.observability.test.ObservabilityTest;
import io.github.observability.test.Traces;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same test with the recording and without it.
 */
public final class PlainRequests {

	/** How often each test runs. */
	public static final int TIMES = 40;

	private PlainRequests() {
	}

	private static @Nullable String load(int port) {
		return RestClient.create("http://localhost:" + port).get().uri("/orders/1").retrieve().body(String.class);
	}

	/** Without the recording. */
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "tests.plain=true",
			"observability.defaults.enabled=false", "spring.datasource.url=jdbc:h2:mem:plain" })
	public static class Unrecorded {

		@LocalServerPort
		private int port;

		@RepeatedTest(TIMES)
		void loadsAnOrder() {
			assertThat(load(this.port)).isEqualTo("1");
		}

	}

	/** With it. */
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "tests.plain=true", "observability.defaults.enabled=false",
					"spring.datasource.url=jdbc:h2:mem:plain" })
	@ObservabilityTest
	public static class Recorded {

		@LocalServerPort
		private int port;

		@RepeatedTest(TIMES)
		void loadsAnOrder(Traces traces) {
			assertThat(load(this.port)).isEqualTo("1");
			assertThat(traces).isSingleTrace().isConnected().containsPath("GET /orders/{id}", "orders.load");
		}

	}

}
