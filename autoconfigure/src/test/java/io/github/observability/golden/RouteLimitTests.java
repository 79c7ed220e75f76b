package io.github.observability.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RouteLimitTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void collapsesWhatComesAfterTheLastPlace(CapturedOutput output) {
		RouteLimit limit = limit(3);
		List<String> bounded = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			bounded.add(route(limit.bound(keyValues("/" + i))));
		}
		assertThat(bounded).startsWith("/0", "/1", "/2", "other").endsWith("other");
		assertThat(collapsed()).isEqualTo(7);
		assertThat(output.getOut().lines().filter((line) -> line.contains("max-uri-tags"))).hasSize(1);
	}

	@Test
	void givesBackWhatIsAdmitted() {
		KeyValues keyValues = keyValues("/rides");
		assertThat(limit(1).bound(keyValues)).isSameAs(keyValues);
	}

	@Test
	void collapsesAVeryLongRoute() {
		assertThat(route(limit(1).bound(keyValues("/" + "a".repeat(10_000))))).isEqualTo("other");
		assertThat(collapsed()).isEqualTo(1);
	}

	@Test
	void takesNoPlaceForRequestsWithoutARoute() {
		RouteLimit limit = limit(1);
		assertThat(List.of("UNKNOWN", "NOT_FOUND", "REDIRECTION", "none", "/rides"))
			.allSatisfy((route) -> assertThat(route(limit.bound(keyValues(route)))).isEqualTo(route));
		assertThat(collapsed()).isZero();
	}

	@Test
	void collapsesEverythingWithoutAPlace() {
		assertThat(route(limit(0).bound(keyValues("/rides")))).isEqualTo("other");
	}

	@Test
	void leavesKeyValuesWithoutARouteAlone() {
		KeyValues keyValues = KeyValues.of("method", "GET");
		assertThat(limit(0).bound(keyValues)).isSameAs(keyValues);
	}

	@Test
	void keepsLimitAndTotalsWithManyThreads() throws Exception {
		int threads = 64;
		int requests = 500;
		LatencyTimers timers = new LatencyTimers(this.registry, limit(20), Set.of(), GoldenMeter.SERVER_REQUESTS, null);
		CyclicBarrier barrier = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Future<?>> racing = new ArrayList<>();
		for (int thread = 0; thread < threads; thread++) {
			int offset = thread;
			racing.add(executor.submit(() -> {
				barrier.await();
				for (int i = 0; i < requests; i++) {
					timers.get(context("/" + (offset + i) % 100)).record(1_000_000);
				}
				return null;
			}));
		}
		for (Future<?> each : racing) {
			each.get(60, TimeUnit.SECONDS);
		}
		executor.shutdown();
		Set<String> routes = this.registry.get("http.server.requests")
			.timers()
			.stream()
			.map((timer) -> timer.getId().getTag("uri"))
			.collect(Collectors.toSet());
		assertThat(routes).hasSize(21).contains("other");
		assertThat(
				this.registry.get("http.server.requests").timers().stream().mapToLong((timer) -> timer.count()).sum())
			.isEqualTo((long) threads * requests);
		assertThat(this.registry.get("http.server.requests").tag("uri", "other").timer().count())
			.isEqualTo((long) collapsed());
	}

	private RouteLimit limit(int max) {
		return new RouteLimit(this.registry, List.of(HttpNames.server(SemanticConvention.MICROMETER)),
				"management.metrics.web.server.max-uri-tags", max);
	}

	private double collapsed() {
		return this.registry.get("observability.golden.collapsed")
			.tag("meter", "http.server.requests")
			.tag("key", "uri")
			.counter()
			.count();
	}

	private static Observation.Context context(String route) {
		Observation.Context context = new Observation.Context();
		context.setName("http.server.requests");
		context.addLowCardinalityKeyValues(keyValues(route));
		return context;
	}

	private static KeyValues keyValues(String route) {
		return KeyValues.of("method", "GET", "uri", route);
	}

	private static String route(KeyValues keyValues) {
		return keyValues.stream()
			.filter((keyValue) -> keyValue.getKey().equals("uri"))
			.map((keyValue) -> keyValue.getValue())
			.collect(Collectors.joining());
	}

}
