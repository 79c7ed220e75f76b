package io.github.observability.console;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimedMethod}.
 */
class TimedMethodTests {

	private static final String FILTER = "com.example.Orders::place";

	private final CountDownLatch end = new CountDownLatch(1);

	private @Nullable TimedMethod method;

	@AfterEach
	void stop() {
		this.end.countDown();
		if (this.method != null) {
			this.method.destroy();
		}
	}

	@Test
	void hasNoStateBeforeTheFirst() {
		assertThat(state(method(() -> "never")).path("state").asString()).isEqualTo("NONE");
	}

	@Test
	void timesInTheBackground() {
		TimedMethod method = method(this::untilTheEnd);
		ConsoleResponse response = method.start(Map.of("filter", FILTER, "seconds", "7"));
		assertThat(response.status()).isEqualTo(202);
		assertThat(state(method).path("state").asString()).isEqualTo("RUNNING");
		assertThat(state(method).path("filter").asString()).isEqualTo(FILTER);
		this.end.countDown();
		JsonNode state = ended(method);
		assertThat(state.path("state").asString()).isEqualTo("DONE");
		assertThat(state.path("result").path("called").asString()).isEqualTo("method " + FILTER + " 7");
	}

	@Test
	void timesOneMethodAtATime() {
		TimedMethod method = method(this::untilTheEnd);
		assertThat(method.start(Map.of("filter", FILTER)).status()).isEqualTo(202);
		ConsoleResponse second = method.start(Map.of("filter", "com.example.Other::call"));
		assertThat(second.status()).isEqualTo(409);
		assertThat(new String(second.body()))
			.isEqualTo("'" + FILTER + "' is being timed for 10 s; wait until that ends\n");
		this.end.countDown();
		assertThat(ended(method).path("filter").asString()).isEqualTo(FILTER);
		assertThat(method.start(Map.of("filter", "com.example.Other::call")).status()).isEqualTo(202);
		assertThat(ended(method).path("filter").asString()).isEqualTo("com.example.Other::call");
	}

	@Test
	void passesTheSentenceOfTheEndpointOn() {
		TimedMethod method = method(() -> {
			throw new InvalidEndpointRequestException("The class does not exist", "The class does not exist");
		});
		method.start(Map.of("filter", FILTER));
		JsonNode state = ended(method);
		assertThat(state.path("state").asString()).isEqualTo("FAILED");
		assertThat(state.path("reason").asString()).isEqualTo("The class does not exist");
	}

	@Test
	void isReadyForTheNextAfterAnError() {
		TimedMethod method = method(() -> {
			throw new NoClassDefFoundError("planted");
		});
		method.start(Map.of("filter", FILTER));
		assertThat(ended(method).path("state").asString()).isEqualTo("FAILED");
		assertThat(method.start(Map.of("filter", FILTER)).status()).isEqualTo(202);
		ended(method);
	}

	@Test
	void saysThatTheEndpointIsAbsent() {
		for (EndpointReads endpoints : new @Nullable EndpointReads[] { null,
				new EndpointReads(new StaticListableBeanFactory()) }) {
			this.method = new TimedMethod(endpoints, ConsoleJson.MAPPER);
			this.method.start(Map.of("filter", FILTER));
			assertThat(ended(this.method).path("reason").asString()).contains("The endpoint 'profile' times methods",
					"observability.profiling.endpoint.enabled");
		}
	}

	@Test
	void refusesSecondsThatAreNoNumber() {
		ConsoleResponse response = method(() -> "never").start(Map.of("filter", FILTER, "seconds", "1e9"));
		assertThat(response.status()).isEqualTo(400);
		assertThat(new String(response.body())).isEqualTo("'seconds' must be a whole number\n");
	}

	private String untilTheEnd() {
		try {
			this.end.await();
			return "";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private TimedMethod method(Supplier<String> work) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("profile", new FakeEndpoint(work));
		this.method = new TimedMethod(new EndpointReads(beans), ConsoleJson.MAPPER);
		return this.method;
	}

	private static JsonNode state(TimedMethod method) {
		return ConsoleJson.MAPPER.readTree(method.state().body());
	}

	private static JsonNode ended(TimedMethod method) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> !state(method).path("state").asString().equals("RUNNING"));
		return state(method);
	}

	@Endpoint(id = "profile")
	static class FakeEndpoint {

		private final Supplier<String> work;

		FakeEndpoint(Supplier<String> work) {
			this.work = work;
		}

		@ReadOperation
		Object take(@Nullable Integer seconds) {
			throw new IllegalStateException("Nobody asked for a profile");
		}

		@ReadOperation
		Object part(@Selector String part, @Nullable String filter, @Nullable Integer seconds) {
			return Map.of("called", part + " " + filter + " " + seconds + this.work.get());
		}

	}

}
