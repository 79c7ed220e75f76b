package io.github.observability.golden;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Sends mixed traffic to itself for some seconds, with failing dependencies and clients
 * that disconnect, and prints what the clients saw beside what was recorded.
 */
public final class ChaosProgram {

	static final String FAILED = "FAILED ";

	static final String COUNT = "COUNT ";

	static final String LEFT = "LEFT ";

	/** How many threads have had a state of a kind. */
	static final String THREADS = "THREADS ";

	/** A state that a thread still has. */
	static final String UNCLEAN = "UNCLEAN ";

	static final String REACTIVE = "--spring.main.web-application-type=reactive";

	private static final int CLIENTS = 3;

	/** Paths of all servers, each with its route. */
	private static final Map<String, String> ROUTES = Map.ofEntries(Map.entry("/ok/1", "/ok/{id}"),
			Map.entry("/bad", "/bad"), Map.entry("/unhandled", "/unhandled"), Map.entry("/handled", "/handled"),
			Map.entry("/returned", "/returned"), Map.entry("/timeout", "/timeout"),
			Map.entry("/chaos/refused", "/chaos/refused"), Map.entry("/chaos/timeout", "/chaos/timeout"));

	private static final Map<String, String> SERVLET_ROUTES = Map.ofEntries(Map.entry("/callable", "/callable"),
			Map.entry("/future", "/future"), Map.entry("/streaming-body", "/streaming-body"),
			Map.entry("/tenants/7", "/tenants/{tenant}/v1"), Map.entry("/send-error", "/send-error"),
			Map.entry("/callable-failing", "/callable-failing"), Map.entry("/future-failing", "/future-failing"),
			Map.entry("/tenants/7/failing", "/tenants/{tenant}/failing/v1"),
			Map.entry("/functional/on-error", "/functional/on-error"), Map.entry("/plain/failing", "/plain/*"));

	private static final Map<String, String> REACTIVE_ROUTES = Map.ofEntries(Map.entry("/elsewhere", "/elsewhere"),
			Map.entry("/empty", "/empty"), Map.entry("/functional/1", "/functional/{id}"),
			Map.entry("/functional-on-error", "/functional-on-error"),
			Map.entry("/functional-thrown", "/functional-thrown"),
			Map.entry("/functional-filter", "/functional-filter"), Map.entry("/gw/orders/17", "/gw/**"),
			Map.entry("/gw/failing", "/gw/**"), Map.entry("/unhandled-later", "/unhandled-later"),
			Map.entry("/handled-later", "/handled-later"), Map.entry("/handled-flux", "/handled-flux"),
			Map.entry("/recovered", "/recovered"));

	private static final List<GoldenCase> SERVLET_ABORTS = List.of(GoldenCase.ABORT, GoldenCase.ABORT_SWALLOWED,
			GoldenCase.ABORT_ASYNC, GoldenCase.ABORT_SSE);

	private static final List<GoldenCase> REACTIVE_ABORTS = List.of(GoldenCase.ABORT, GoldenCase.ABORT_SSE);

	private static final Map<String, CountDownLatch> unanswered = new ConcurrentHashMap<>();

	private final Queue<String> failed = new ConcurrentLinkedQueue<>();

	private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<Step> steps = new ArrayList<>();

	private final String url;

	private ChaosProgram(String url, boolean reactive) {
		this.url = url;
		ROUTES.forEach((path, route) -> this.steps.add(() -> call(path, route)));
		(reactive ? REACTIVE_ROUTES : SERVLET_ROUTES).forEach((path, route) -> this.steps.add(() -> call(path, route)));
		(reactive ? REACTIVE_ABORTS : SERVLET_ABORTS).forEach((abort) -> this.steps.add(() -> abort(abort)));
		for (ChaosProtocol protocol : ChaosProtocol.values()) {
			this.steps.add(() -> work(protocol));
		}
		if (reactive) {
			this.steps.add(this::leaveUnanswered);
		}
	}

	/**
	 * Run the program.
	 * @param args the arguments of the application
	 * @throws Exception if a connection fails
	 */
	public static void main(String[] args) throws Exception {
		boolean reactive = List.of(args).contains(REACTIVE);
		Class<?> application = reactive ? ReactiveChaosApplication.class : ServletChaosApplication.class;
		try (ConfigurableApplicationContext context = SpringApplication.run(application, args)) {
			Environment environment = context.getEnvironment();
			ChaosProgram program = new ChaosProgram(
					"http://localhost:" + environment.getRequiredProperty("local.server.port"), reactive);
			program.load(Duration.ofSeconds(environment.getRequiredProperty("chaos.seconds", Integer.class)));
			program.report(context.getBean(MeterRegistry.class));
			reportThreads(context.getBean(ObservationRegistry.class));
			System.out.flush();
		}
	}

	/**
	 * Tell the client of a request that is never answered that the server has it.
	 * @param id what the client calls the request
	 */
	static void enter(String id) {
		unanswered.get(id).countDown();
	}

	private void load(Duration duration) throws InterruptedException {
		long end = System.nanoTime() + duration.toNanos();
		List<Thread> threads = new ArrayList<>();
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < CLIENTS; i++) {
			Thread thread = new Thread(() -> {
				try {
					do {
						List<Step> round = new ArrayList<>(this.steps);
						Collections.shuffle(round);
						for (Step step : round) {
							step.take();
						}
					}
					while (System.nanoTime() < end);
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

	private void call(String path, String route) throws IOException, InterruptedException {
		String traceId = traceId();
		int status = send(request(path, traceId).build());
		count(route, Integer.toString(status));
		if (status >= 500) {
			this.failed.add(traceId + " " + path);
		}
	}

	private void work(ChaosProtocol protocol) throws IOException, InterruptedException {
		String traceId = traceId();
		HttpRequest.Builder request = request(protocol.path(), traceId);
		if (protocol == ChaosProtocol.GRAPHQL) {
			request.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ ride }\"}"));
		}
		count(protocol.path(), Integer.toString(send(request.build())));
		count(protocol.observation(), protocol.failure());
		this.failed.add(traceId + " " + protocol.path());
	}

	private void abort(GoldenCase abort) throws IOException {
		abort.send(this.url);
		count(abort.path(), "CLIENT_ABORT");
	}

	private void leaveUnanswered() throws IOException, InterruptedException {
		String id = UUID.randomUUID().toString();
		CountDownLatch entered = new CountDownLatch(1);
		unanswered.put(id, entered);
		URI uri = URI.create(this.url);
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.getOutputStream()
				.write(("GET /unanswered/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			if (!entered.await(20, TimeUnit.SECONDS)) {
				throw new IOException("The request did not reach its handler");
			}
		}
		unanswered.remove(id);
		count("/unanswered/{id}", "CLIENT_ABORT");
	}

	private static String traceId() {
		return "%016x%016x".formatted(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
				ThreadLocalRandom.current().nextLong());
	}

	private HttpRequest.Builder request(String path, String traceId) {
		return HttpRequest.newBuilder(URI.create(this.url + path))
			.header("traceparent", "00-" + traceId + "-b7ad6b7169203331-00");
	}

	private int send(HttpRequest request) throws IOException, InterruptedException {
		return this.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
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
		Map<String, Long> seen = new TreeMap<>();
		this.sent.forEach((key, count) -> seen.put(key, count.sum()));
		// A server of gRPC ends its observation after the client has the answer.
		awaitOrReport(() -> recorded(meters).equals(seen));
		Map<String, Long> recorded = recorded(meters);
		seen.keySet().forEach((key) -> recorded.putIfAbsent(key, 0L));
		recorded
			.forEach((key, count) -> System.out.println(COUNT + key + "=" + seen.getOrDefault(key, 0L) + "," + count));
		this.failed.forEach((failure) -> System.out.println(FAILED + failure));
	}

	private static Map<String, Long> recorded(MeterRegistry meters) {
		Map<String, Long> recorded = new TreeMap<>();
		for (String meter : List.of("http.server.requests", "observability.golden.streams")) {
			for (Timer timer : meters.find(meter).timers()) {
				String outcome = timer.getId().getTag("outcome");
				recorded.merge(
						timer.getId().getTag("uri") + " "
								+ ("CLIENT_ABORT".equals(outcome) ? outcome : timer.getId().getTag("status")),
						timer.count(), Long::sum);
			}
		}
		// Called by the application itself, which gives up in between.
		recorded.keySet().removeIf((key) -> key.startsWith("/chaos/slow"));
		for (ChaosProtocol protocol : ChaosProtocol.values()) {
			for (Timer timer : meters.find(protocol.observation()).timers()) {
				recorded.merge(protocol.observation() + " " + timer.getId().getTag(protocol.key()), timer.count(),
						Long::sum);
			}
		}
		return recorded;
	}

	private static void reportThreads(ObservationRegistry registry) {
		Observation.createNotStarted("seen.from.outside", registry).observe(() -> {
			for (ThreadState state : ThreadState.values()) {
				if (state.left().keySet().stream().noneMatch((thread) -> thread.startsWith("main#"))) {
					throw new IllegalStateException(state + " of a thread cannot be seen");
				}
			}
		});
		for (ThreadState state : ThreadState.values()) {
			awaitOrReport(() -> state.left().isEmpty());
			System.out.println(THREADS + state + " " + state.byThread().size());
			state.left().forEach((thread, left) -> System.out.println(UNCLEAN + state + " " + thread + " " + left));
		}
	}

	/** What is still wrong after some time is seen in the report. */
	private static void awaitOrReport(BooleanSupplier condition) {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.ignoreException(ConcurrentModificationException.class)
				.until(condition::getAsBoolean);
		}
		catch (ConditionTimeoutException ex) {
			// Reported by the caller.
		}
	}

	private static double sum(MeterRegistry meters, String name) {
		return meters.find(name).gauges().stream().mapToDouble(Gauge::value).sum();
	}

	/**
	 * What a client does.
	 */
	private interface Step {

		void take() throws IOException, InterruptedException;

	}

}
