package io.github.observability.golden;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends mixed traffic to itself for some seconds, with failing dependencies and clients
 * that disconnect, and prints what the clients saw beside what was recorded.
 */
public final class ChaosProgram {

	static final String FAILED = "FAILED ";

	static final String COUNT = "COUNT ";

	static final String LEFT = "LEFT ";

	private static final int CLIENTS = 3;

	/** Paths, each with its route. */
	private static final Map<String, String> ROUTES = Map.ofEntries(Map.entry("/ok/1", "/ok/{id}"),
			Map.entry("/callable", "/callable"), Map.entry("/future", "/future"),
			Map.entry("/streaming-body", "/streaming-body"), Map.entry("/bad", "/bad"),
			Map.entry("/tenants/7", "/tenants/{tenant}/v1"), Map.entry("/unhandled", "/unhandled"),
			Map.entry("/handled", "/handled"), Map.entry("/returned", "/returned"),
			Map.entry("/send-error", "/send-error"), Map.entry("/callable-failing", "/callable-failing"),
			Map.entry("/future-failing", "/future-failing"), Map.entry("/timeout", "/timeout"),
			Map.entry("/tenants/7/failing", "/tenants/{tenant}/failing/v1"),
			Map.entry("/functional/on-error", "/functional/on-error"), Map.entry("/plain/failing", "/plain/*"),
			Map.entry("/chaos/refused", "/chaos/refused"), Map.entry("/chaos/timeout", "/chaos/timeout"));

	private static final List<GoldenCase> ABORTS = List.of(GoldenCase.ABORT, GoldenCase.ABORT_SWALLOWED,
			GoldenCase.ABORT_ASYNC);

	private final Queue<String> failed = new ConcurrentLinkedQueue<>();

	private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();

	private final HttpClient client = HttpClient.newHttpClient();

	private final String url;

	private ChaosProgram(String url) {
		this.url = url;
	}

	/**
	 * Run the program.
	 * @param args the arguments of the application
	 * @throws Exception if a connection fails
	 */
	public static void main(String[] args) throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, args)) {
			Environment environment = context.getEnvironment();
			ChaosProgram program = new ChaosProgram(
					"http://localhost:" + environment.getRequiredProperty("local.server.port"));
			program.load(Duration.ofSeconds(environment.getRequiredProperty("chaos.seconds", Integer.class)));
			program.report(context.getBean(MeterRegistry.class));
		}
	}

	private void load(Duration duration) throws InterruptedException {
		long end = System.nanoTime() + duration.toNanos();
		List<Thread> threads = new ArrayList<>();
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < CLIENTS; i++) {
			Thread thread = new Thread(() -> {
				try {
					while (System.nanoTime() < end) {
						call();
					}
				}
				catch (Exception ex) {
					failures.add(ex);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		if (!failures.isEmpty()) {
			throw new IllegalStateException("A client failed", failures.peek());
		}
	}

	private void call() throws IOException, InterruptedException {
		int choice = ThreadLocalRandom.current().nextInt(ROUTES.size() + 1);
		if (choice == ROUTES.size()) {
			GoldenCase abort = ABORTS.get(ThreadLocalRandom.current().nextInt(ABORTS.size()));
			abort.send(this.url);
			count(abort.path(), "CLIENT_ABORT");
			return;
		}
		String path = ROUTES.keySet().stream().sorted().toList().get(choice);
		String traceId = "%016x%016x".formatted(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
				ThreadLocalRandom.current().nextLong());
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + path))
			.header("traceparent", "00-" + traceId + "-b7ad6b7169203331-00")
			.build();
		int status = this.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
		count(ROUTES.get(path), Integer.toString(status));
		if (status >= 500) {
			this.failed.add(traceId + " " + path);
		}
	}

	private void count(String route, String end) {
		this.sent.computeIfAbsent(route + " " + end, (key) -> new LongAdder()).increment();
	}

	private void report(MeterRegistry meters) {
		AtomicLong left = new AtomicLong(-1);
		Awaitility.await("nothing in flight or buffered").atMost(Duration.ofSeconds(60)).until(() -> {
			left.set((long) (sum(meters, "http.server.requests.active") + sum(meters, "http.client.requests.active")
					+ sum(meters, "observability.tracing.buffered")));
			return left.get() == 0;
		});
		System.out.println(LEFT + left.get());
		Map<String, Long> recorded = new TreeMap<>();
		for (Timer timer : meters.find("http.server.requests").timers()) {
			String outcome = timer.getId().getTag("outcome");
			recorded.merge(
					timer.getId().getTag("uri") + " "
							+ ("CLIENT_ABORT".equals(outcome) ? outcome : timer.getId().getTag("status")),
					timer.count(), Long::sum);
		}
		// Called by the application itself, which gives up in between.
		recorded.keySet().removeIf((key) -> key.startsWith("/chaos/slow"));
		Map<String, Long> seen = new TreeMap<>();
		this.sent.forEach((key, count) -> seen.put(key, count.sum()));
		seen.keySet().forEach((key) -> recorded.putIfAbsent(key, 0L));
		recorded
			.forEach((key, count) -> System.out.println(COUNT + key + "=" + seen.getOrDefault(key, 0L) + "," + count));
		this.failed.forEach((failure) -> System.out.println(FAILED + failure));
		System.out.flush();
	}

	private static double sum(MeterRegistry meters, String name) {
		return meters.find(name).gauges().stream().mapToDouble(Gauge::value).sum();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ GoldenTestApplication.class, Dependencies.class })
	static class Application {

	}

	@RestController
	static class Dependencies {

		private final WebClient webClient;

		private final RestClient restClient;

		private final Environment environment;

		Dependencies(ObservationRegistry registry, Environment environment) {
			this.webClient = WebClient.builder().observationRegistry(registry).build();
			this.restClient = RestClient.builder().observationRegistry(registry).build();
			this.environment = environment;
		}

		@GetMapping("/chaos/refused")
		String refused() {
			return this.restClient.get().uri("http://localhost:1/refused").retrieve().body(String.class);
		}

		@GetMapping("/chaos/timeout")
		String timeout() {
			return this.webClient.get()
				.uri("http://localhost:{port}/chaos/slow", this.environment.getRequiredProperty("local.server.port"))
				.retrieve()
				.bodyToMono(String.class)
				.timeout(Duration.ofMillis(50))
				.block();
		}

		@GetMapping("/chaos/slow")
		DeferredResult<String> slow() {
			return new DeferredResult<>(500L, "too late");
		}

	}

}
