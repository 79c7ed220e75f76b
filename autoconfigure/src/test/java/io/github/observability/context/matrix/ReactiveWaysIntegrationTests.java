package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Hooks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way of the context through WebFlux, twice, as the second request would see what
 * the first left behind.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jdk")
class ReactiveWaysIntegrationTests {

	private static final String[] STARTER = { "observability.context.headers.X-Tenant=tenant",
			"observability.context.request-id.send=true" };

	@Nested
	class WithTheStarter extends Application {

		WithTheStarter() {
			super(STARTER);
		}

		@ParameterizedTest
		@EnumSource
		void carries(ReactiveWay way, CapturedOutput output) throws InterruptedException {
			assertThat(carried(way, output)).isEqualTo(way.carried());
			assertThat(carried(way, output)).isEqualTo(way.carried());
			assertThat(leftovers()).hasSize(6).containsOnly(Map.of());
		}

	}

	@Nested
	class WithoutHooks extends Application {

		WithoutHooks() {
			super(STARTER[0], STARTER[1], "spring.reactor.context-propagation=limited");
		}

		@ParameterizedTest
		@EnumSource
		void carries(ReactiveWay way, CapturedOutput output) throws InterruptedException {
			assertThat(carried(way, output)).isEqualTo(way.carriedWithoutHooks());
			assertThat(leftovers()).containsOnly(Map.of());
		}

		@Test
		void theAccessLineHasTheIds(CapturedOutput output) {
			Call call = Call.next();
			assertThat(get("/ways/" + ReactiveWay.PUBLISH_ON, call)).isEqualTo(200);
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(JsonLines.parseAll(output.getOut())).anySatisfy((line) -> {
					assertThat(line.path("message").asString("")).startsWith("GET /ways/");
					assertThat(line.at("/trace/id").asString("")).isEqualTo(call.traceId());
					assertThat(line.at("/http/request/id").asString("")).isEqualTo(call.requestId());
				}));
		}

	}

	@Nested
	@FullRunOnly
	class WithPlainBoot extends Application {

		/**
		 * Boot with what it takes to have baggage in the MDC; only the format of the
		 * lines is the starter's.
		 */
		WithPlainBoot() {
			super("observability.context.enabled=false", "observability.defaults.enabled=false",
					"management.tracing.baggage.correlation.fields=region");
		}

		@ParameterizedTest
		@EnumSource
		void carries(ReactiveWay way, CapturedOutput output) throws InterruptedException {
			assertThat(carried(way, output)).isEqualTo(way.carriedByPlainBoot());
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Application {

		private final String[] properties;

		private RunningApplication application;

		Application(String... properties) {
			this.properties = properties;
		}

		@BeforeAll
		void start() {
			// Hooks are global, and may be those of an application before.
			Hooks.disableAutomaticContextPropagation();
			List<String> arguments = new ArrayList<>(List.of("spring.main.web-application-type=reactive",
					"spring.main.banner-mode=off", "management.tracing.baggage.remote-fields=region"));
			arguments.addAll(List.of(this.properties));
			this.application = RunningApplication.start(ReactiveApplication.class, arguments.toArray(String[]::new));
		}

		@AfterAll
		void stop() {
			this.application.close();
			Hooks.disableAutomaticContextPropagation();
		}

		List<Map<String, String>> leftovers() {
			return this.application.bean(ReactiveApplication.Workers.class).leftovers();
		}

		int get(String path, Call call) {
			return this.application.get(path, call.headers()).statusCode();
		}

		Set<Propagated> carried(ReactiveWay way, CapturedOutput output) throws InterruptedException {
			Call call = Call.next();
			String path = switch (way) {
				case FUNCTIONAL_HANDLER -> "/functional";
				case FLUX -> "/flux";
				default -> "/ways/" + way;
			};
			int before = output.getOut().length();
			assertThat(get(path, call)).isEqualTo(200);
			if (!way.leavesTheService()) {
				return Propagated.in(JsonLines.withMessage(output.getOut().substring(before), way.message()), call);
			}
			HttpHeaders received = this.application.bean(ReactiveApplication.Ways.class).received.poll(10,
					TimeUnit.SECONDS);
			assertThat(received).isNotNull();
			return carried(received, call);
		}

		private static Set<Propagated> carried(HttpHeaders headers, Call call) {
			Set<Propagated> carried = EnumSet.noneOf(Propagated.class);
			headers.forEach((name, values) -> {
				String value = String.join(",", values);
				if (name.equalsIgnoreCase("traceparent") && value.contains(call.traceId())) {
					carried.add(Propagated.TRACE);
				}
				if (value.equals(call.requestId())) {
					carried.add(Propagated.REQUEST);
				}
				if (value.contains(call.tenant())) {
					carried.add(Propagated.MDC_KEY);
				}
				if (name.equalsIgnoreCase("baggage") && value.contains("region=" + call.region())) {
					carried.add(Propagated.BAGGAGE);
				}
			});
			return carried;
		}

	}

}
