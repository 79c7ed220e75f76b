package io.github.observability.console;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.observability.profiling.ProfilingAutoConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link TimedMethod} with the endpoint that does the work, which the application does
 * not expose.
 */
@Tag("jdk")
class TimedMethodJdkTests {

	private static final String FILTER = TimedMethodJdkTests.class.getName() + "$Planted::call";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConsoleAutoConfiguration.class, ProfilingAutoConfiguration.class))
		.withPropertyValues("observability.console.run-file=target/test-run.json");

	@Test
	@EnabledForJreRange(max = JRE.JAVA_24)
	void saysThatTheJdkIsTooOld() {
		JsonNode state = timed(FILTER);
		assertThat(state.path("state").asString()).isEqualTo("FAILED");
		assertThat(state.path("reason").asString()).startsWith("Methods are timed by JDK 25 and later; this is JDK ");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void timesTheCallsOfAMethod() {
		JsonNode state = timed(FILTER);
		assertThat(state.path("state").asString()).as(state.toString()).isEqualTo("DONE");
		assertThat(state.at("/result/methods/0/method").asString()).isEqualTo("call()V");
		assertThat(state.at("/result/methods/0/invocations").asLong()).isPositive();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_25)
	void namesWhatDoesNotExist() {
		JsonNode state = timed("com.example.Missing::call");
		assertThat(state.path("state").asString()).isEqualTo("FAILED");
		assertThat(state.path("reason").asString())
			.isEqualTo("The class 'com.example.Missing' does not exist in this application");
		assertThat(timed("x").path("reason").asString())
			.startsWith("'filter' must be one class and one of its methods");
	}

	private JsonNode timed(String filter) {
		JsonNode[] state = new JsonNode[1];
		AtomicBoolean ended = new AtomicBoolean();
		Thread caller = new Thread(() -> {
			while (!ended.get()) {
				Planted.call();
				Thread.onSpinWait();
			}
		});
		caller.start();
		try {
			this.runner.run((context) -> {
				TimedMethod method = context.getBean(TimedMethod.class);
				assertThat(method.start(Map.of("filter", filter, "seconds", "1")).status()).isEqualTo(202);
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
					state[0] = ConsoleJson.MAPPER.readTree(method.state().body());
					return !state[0].path("state").asString().equals("RUNNING");
				});
			});
		}
		finally {
			ended.set(true);
		}
		return state[0];
	}

	static final class Planted {

		private static volatile int calls;

		private Planted() {
		}

		static void call() {
			calls = calls + 1;
		}

	}

}
