package io.github.observability.golden;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Sends each {@link GoldenCase} to itself and prints what it recorded, with nothing but
 * the libraries that an application has and the one that it waits with.
 */
public final class ForkedGoldenCases {

	static final String MARK = "CASE ";

	/** An asynchronous request that nobody ends is ended by the container after 30 s. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final List<String> METERS = List.of("http.server.requests", "observability.golden.streams");

	private ForkedGoldenCases() {
	}

	/**
	 * Run the cases.
	 * @param args arguments of the application
	 * @throws IOException if a connection fails
	 */
	public static void main(String[] args) throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(GoldenTestApplication.class, args)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
			for (GoldenCase each : GoldenCase.values()) {
				if (each != GoldenCase.WEB_SOCKET) {
					System.out.println(MARK + each + "=" + records(registry, each, url));
				}
			}
		}
	}

	private static List<String> records(MeterRegistry registry, GoldenCase request, String url) throws IOException {
		Map<String, Long> before = counts(registry);
		request.send(url);
		if (request.isRecorded()) {
			Awaitility.await(request + " to be recorded and over")
				.pollInterval(Duration.ofMillis(10))
				.atMost(PATIENCE)
				.until(() -> !counts(registry).equals(before) && inFlight(registry) == 0);
		}
		if (inFlight(registry) > 0) {
			throw new IllegalStateException(request + " is still in flight");
		}
		Map<String, Long> added = new TreeMap<>(counts(registry));
		before.forEach(
				(record, count) -> added.computeIfPresent(record, (key, now) -> (now > count) ? now - count : null));
		return added.entrySet()
			.stream()
			.map((record) -> (record.getValue() > 1) ? record.getValue() + " × " + record.getKey() : record.getKey())
			.toList();
	}

	private static double inFlight(MeterRegistry registry) {
		return registry.get("http.server.requests.active")
			.gauges()
			.stream()
			.mapToDouble((gauge) -> gauge.value())
			.sum();
	}

	private static Map<String, Long> counts(MeterRegistry registry) {
		Map<String, Long> counts = new HashMap<>();
		for (String meter : METERS) {
			for (Timer timer : registry.find(meter).timers()) {
				if (timer.count() > 0) {
					counts.merge(GoldenCaseResult.text(meter, timer), timer.count(), Long::sum);
				}
			}
		}
		return counts;
	}

}
