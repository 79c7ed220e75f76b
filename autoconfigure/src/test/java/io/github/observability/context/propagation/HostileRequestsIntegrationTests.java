package io.github.observability.context.propagation;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.github.observability.testing.ForwardingSpanExporter;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Volume;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests whose {@code traceparent}, {@code tracestate} and {@code baggage} are wrong in
 * all ways that a server lets through, 100,000 at full volume, after those that warm it
 * up. Each is answered, with what is sent on well-formed, and the last cost no more than
 * the first.
 */
class HostileRequestsIntegrationTests {

	private static final long SEED = 20261125;

	private static final int TENTHS = 10;

	private static final int REQUESTS_IN_A_TENTH = Volume.of(500, 10_000);

	private static final int CONNECTIONS = 4;

	private static final int AT_ONCE = 25;

	/** What Tomcat takes for part of a value. */
	private static final String ALPHABET = "0123456789abcdefABCDEFxyz-=,;@*/_\\\"(){}<>|&+~%. \t\u00e4\u00ff\u0080";

	private static final String[] PARENT_NAMES = { "traceparent", "TraceParent", "TRACEPARENT" };

	/** Requests differ, a tenth of them hardly; whatever is kept of each adds up. */
	private static final double MOST_GROWTH = 1.2;

	private static final long MOST_HEAP_GROWTH = 5 << 20;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final PrintStream console = System.out;

	private final ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);

	@TempDir
	private Path directory;

	private Path lines;

	@BeforeEach
	void divertLines() throws IOException {
		this.lines = this.directory.resolve("lines");
		System.setOut(new PrintStream(new BufferedOutputStream(Files.newOutputStream(this.lines)), false,
				StandardCharsets.UTF_8));
	}

	@AfterEach
	void restoreConsole() {
		System.out.close();
		System.setOut(this.console);
		this.callers.shutdownNow();
	}

	@Test
	void costNoMoreTheLongerTheyCome() throws Exception {
		try (RunningApplication application = RunningApplication.start(Served.class,
				"server.tomcat.threads.max=" + CONNECTIONS, "server.tomcat.threads.min-spare=" + CONNECTIONS,
				"server.tomcat.max-keep-alive-requests=-1", "server.max-http-request-header-size=64KB",
				"spring.main.banner-mode=off", "management.tracing.baggage.remote-fields=region,tenant")) {
			int port = URI.create(application.url("/")).getPort();
			PipeliningClient[] clients = new PipeliningClient[CONNECTIONS];
			HostileHeaders[] headers = new HostileHeaders[CONNECTIONS];
			for (int i = 0; i < CONNECTIONS; i++) {
				clients[i] = new PipeliningClient(port);
				headers[i] = new HostileHeaders(SEED + i, ALPHABET);
			}
			send(clients, headers);
			send(clients, headers);
			long[] servers = servers();
			assertThat(servers).hasSize(CONNECTIONS);
			long[] allocated = new long[TENTHS];
			long heap = 0;
			Set<String> meters = Set.of();
			for (int tenth = 0; tenth < TENTHS; tenth++) {
				long before = allocated(servers);
				send(clients, headers);
				allocated[tenth] = (allocated(servers) - before) / REQUESTS_IN_A_TENTH;
				if (tenth == 0) {
					heap = liveHeap();
					meters = meters(application.meters());
				}
			}
			assertThat(servers()).containsExactly(servers);
			assertThat(allocated[TENTHS - 1]).as("%s", Arrays.toString(allocated))
				.isPositive()
				.isLessThan((long) (allocated[0] * MOST_GROWTH));
			assertThat(meters(application.meters())).isNotEmpty().isEqualTo(meters);
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> buffered(application.meters()) == 0);
			assertThat(liveHeap() - heap).isLessThan(MOST_HEAP_GROWTH);
			assertThat(application.bean(LongAdder.class).sum()).isPositive();
			for (PipeliningClient client : clients) {
				client.close();
			}
		}
		assertThatLinesAreWellFormed((TENTHS + 2) * REQUESTS_IN_A_TENTH);
	}

	private void send(PipeliningClient[] clients, HostileHeaders[] headers) throws Exception {
		List<Callable<Void>> calls = IntStream.range(0, CONNECTIONS)
			.<Callable<Void>>mapToObj((i) -> () -> send(clients[i], headers[i]))
			.toList();
		for (Future<Void> call : this.callers.invokeAll(calls)) {
			call.get(60, TimeUnit.SECONDS);
		}
	}

	private static Void send(PipeliningClient client, HostileHeaders headers) throws IOException {
		for (int sent = 0; sent < REQUESTS_IN_A_TENTH / CONNECTIONS; sent += AT_ONCE) {
			String[] requests = new String[AT_ONCE];
			for (int i = 0; i < AT_ONCE; i++) {
				requests[i] = request(headers, PARENT_NAMES[i % PARENT_NAMES.length]);
				client.add(requests[i]);
			}
			client.send();
			for (String request : requests) {
				assertThat(client.status()).as(request).isEqualTo(200);
			}
		}
		return null;
	}

	private static String request(HostileHeaders headers, String parentName) {
		StringBuilder request = new StringBuilder("GET /relay HTTP/1.1\r\nHost: localhost\r\n");
		add(request, parentName, headers.next(TraceHeaderCase.PARENT));
		add(request, "tracestate", headers.next("foo=1,ot=th:fd70a;rv:0123456789abcd,bar@v=2,baz=  3"));
		add(request, "baggage", headers.next("region=eu,tenant=acme;p=1;q,user%20id=%C3%A4%F0%9F%98%80,other=\"x\""));
		return request.toString();
	}

	private static void add(StringBuilder request, String name, List<String> values) {
		values.forEach((value) -> request.append(name).append(": ").append(value).append("\r\n"));
	}

	/** The threads that serve, none of which comes or goes. */
	private static long[] servers() {
		return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
			.filter((thread) -> thread != null && thread.getThreadName().matches("http-nio-auto-\\d+-exec-\\d+"))
			.mapToLong((thread) -> thread.getThreadId())
			.sorted()
			.toArray();
	}

	private static long allocated(long[] ids) {
		return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
	}

	private static long liveHeap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	/** Those of the JVM come with what its collector does. */
	// What a limit of its own bounds may come with time, whatever the headers hold.
	private static Set<String> meters(MeterRegistry meters) {
		return meters.getMeters()
			.stream()
			.map((meter) -> meter.getId().toString())
			.filter((id) -> Stream.of("'jvm.", "'observability.anomaly.", "'observability.logging.pattern.")
				.noneMatch(id::contains))
			.collect(Collectors.toSet());
	}

	private static double buffered(MeterRegistry meters) {
		return meters.get("observability.tracing.buffered").gauge().value();
	}

	private void assertThatLinesAreWellFormed(int requests) throws IOException {
		System.out.flush();
		Set<String> early = new TreeSet<>();
		Set<String> all = new TreeSet<>();
		int accessLines = 0;
		try (BufferedReader reader = Files.newBufferedReader(this.lines)) {
			for (String text = reader.readLine(); text != null; text = reader.readLine()) {
				JsonNode line = JsonLines.parse(text);
				addNames("", line, (accessLines < requests / TENTHS) ? early : all);
				accessLines += line.path("message").asString("").startsWith("GET /relay") ? 1 : 0;
				assertThat(line.path("region").asString("").length()).isLessThanOrEqualTo(256);
			}
		}
		assertThat(accessLines).isEqualTo(requests);
		assertThat(early).contains("region", "tenant").containsAll(all).doesNotContain("other");
		assertThat(early).filteredOn((name) -> name.equalsIgnoreCase("region") || name.equalsIgnoreCase("tenant"))
			.hasSize(2);
	}

	private static void addNames(String prefix, JsonNode node, Set<String> names) {
		node.forEachEntry((name, value) -> {
			names.add(prefix + name);
			addNames(prefix + name + ".", value, names);
		});
	}

	@UnsecuredApplication
	@Import(Relay.class)
	static class Served {

		@Bean
		LongAdder exported() {
			return new LongAdder();
		}

		@Bean
		ForwardingSpanExporter countingExporter(LongAdder exported) {
			return new ForwardingSpanExporter((span) -> exported.increment());
		}

	}

	/**
	 * Writes the headers of a further request, and fails if they are malformed.
	 */
	@RestController
	static class Relay {

		private static final String PARENT = "00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]";

		private static final Logger logger = LoggerFactory.getLogger(Relay.class);

		private final AtomicInteger relayed = new AtomicInteger();

		private final Tracer tracer;

		private final Propagator propagator;

		Relay(Tracer tracer, Propagator propagator) {
			this.tracer = tracer;
			this.propagator = propagator;
		}

		@GetMapping("/relay")
		String relay() {
			Map<String, String> sent = new HashMap<>();
			this.propagator.inject(this.tracer.currentSpan().context(), sent, Map::put);
			String state = sent.getOrDefault("tracestate", "-");
			String baggage = sent.getOrDefault("baggage", "-");
			if (!sent.getOrDefault("traceparent", "").matches(PARENT) || state.length() > 512 || !isPrintable(state)
					|| baggage.length() > 8192 || !isPrintable(baggage)) {
				throw new IllegalStateException("Malformed: " + sent);
			}
			if (this.relayed.incrementAndGet() % 10 == 0) {
				logger.info("Relaying");
			}
			return "relayed";
		}

		private static boolean isPrintable(String value) {
			return value.chars().allMatch((character) -> character >= ' ' && character <= '~');
		}

	}

}
