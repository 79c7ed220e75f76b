package io.github.observability.golden;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.Volume;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of requests that want to fill the memory.
 */
class GoldenSignalsUnderAttackIntegrationTests {

	private static final int REQUESTS = Volume.of(500, 5_000);

	private static final int BATCH = 100;

	@Nested
	class Servlet extends Attack {

		Servlet() {
			super(ServletApplication.class, "servlet",
					List.of("/ok/1", "/bad", "/handled", "/missing", "/unhandled", "/send-error", "/callable",
							"/callable-failing", "/future", "/async-twice", "/sse", "/streaming-body", "/forward",
							"/expected", "/nowhere"));
		}

	}

	@Nested
	@FullRunOnly
	class Reactive extends Attack {

		Reactive() {
			super(ReactiveApplication.class, "reactive",
					List.of("/ok/1", "/bad", "/handled", "/handled-later", "/handled-flux", "/missing", "/unhandled",
							"/unhandled-later", "/returned", "/recovered", "/elsewhere", "/empty", "/functional/1",
							"/functional-failing", "/thrown-status", "/sse", "/nowhere"));
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Attack {

		private final HttpClient client = HttpClient.newHttpClient();

		private final Class<?> source;

		private final String type;

		private final List<String> mixed;

		private RunningApplication application;

		Attack(Class<?> source, String type, List<String> mixed) {
			this.source = source;
			this.type = type;
			this.mixed = mixed;
		}

		@BeforeAll
		void start() {
			this.application = RunningApplication.start(this.source, "spring.main.banner-mode=off",
					"spring.main.web-application-type=" + this.type, "server.tomcat.threads.max=16",
					"logging.level.root=off");
		}

		@AfterAll
		void stop() {
			this.application.close();
		}

		@Test
		void makesOneSeriesOfRandomPaths() throws Exception {
			Random random = new Random(17);
			List<String> paths = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				paths.add("/" + Long.toString(random.nextLong(Long.MAX_VALUE), 36) + (random.nextBoolean() ? "/" : ""));
			}
			long before = total();
			send(paths);
			awaitTotal(before + REQUESTS);
			assertThat(timers().stream().filter((timer) -> "404".equals(timer.getId().getTag("status")))).hasSize(1);
		}

		@Test
		void retainsNoRequest() throws Exception {
			List<String> paths = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				// A container looks for timeouts once a second only.
				paths.add((i < BATCH) ? "/timeout" : this.mixed.get(i % this.mixed.size()));
			}
			Collection<WeakReference<Observation.Context>> contexts = this.application
				.bean(ContextCollector.class).contexts;
			contexts.clear();
			send(paths);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> inFlight() == 0);
			assertThat(contexts).hasSize(REQUESTS);
			long meters = meters();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
				System.gc();
				// A connection keeps its last request until the next one comes.
				return contexts.stream().filter((context) -> context.get() != null).count() <= BATCH;
			});
			assertThat(this.application.meters().find("http.server.requests.active").longTaskTimers()).isEmpty();
			send(paths.subList(BATCH, 2 * BATCH));
			assertThat(meters()).isEqualTo(meters);
		}

		private long meters() {
			return this.application.meters()
				.getMeters()
				.stream()
				.filter((meter) -> meter.getId().getName().matches("http\\.server\\..*|observability\\.golden\\..*"))
				.count();
		}

		private void send(List<String> paths) throws Exception {
			for (int from = 0; from < paths.size(); from += BATCH) {
				List<CompletableFuture<?>> batch = new ArrayList<>();
				for (String path : paths.subList(from, from + BATCH)) {
					batch.add(this.client.sendAsync(HttpRequest.newBuilder(URI.create(this.application.url(path)))
						.version(HttpClient.Version.HTTP_1_1)
						.build(), HttpResponse.BodyHandlers.discarding()));
				}
				CompletableFuture.allOf(batch.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
			}
		}

		private void awaitTotal(long total) {
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> total() == total);
		}

		private long total() {
			return timers().stream().mapToLong(Timer::count).sum();
		}

		private Collection<Timer> timers() {
			return this.application.meters().find("http.server.requests").timers();
		}

		private double inFlight() {
			return this.application.meters()
				.get("http.server.requests.active")
				.gauges()
				.stream()
				.mapToDouble((gauge) -> gauge.value())
				.sum();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ GoldenTestApplication.class, ContextCollector.class })
	static class ServletApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ReactiveGoldenTestApplication.class, ContextCollector.class })
	static class ReactiveApplication {

	}

	static class ContextCollector implements ObservationHandler<Observation.Context> {

		private final Queue<WeakReference<Observation.Context>> contexts = new ConcurrentLinkedQueue<>();

		@Override
		public void onStart(Observation.Context context) {
			this.contexts.add(new WeakReference<>(context));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ServletRequestContext || context instanceof ServerRequestObservationContext;
		}

	}

}
