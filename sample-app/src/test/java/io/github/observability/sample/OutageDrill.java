package io.github.observability.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.github.observability.HttpNames;
import io.github.observability.PrometheusNames;
import io.github.observability.SemanticConvention;
import io.github.observability.sample.support.PrometheusText;
import io.github.observability.sample.support.Sample;
import io.github.observability.sample.support.Scrape;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five hundred riders at once while pricing is slow, dispatch fails and the pool is full,
 * some of whom give up: what the service tells is what the riders saw.
 */
abstract class OutageDrill {

	private static final int RIDERS = 500;

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	private static final List<String> FAULTS = List.of("slow-pricing", "failing-dispatch", "saturated-pool");

	/** What riders call, but not what the roles call of each other. */
	private static final List<String> ROUTES = List.of("/rides", "/rides/{id}", "/**");

	private final PrometheusNames prometheus = PrometheusNames.byDefault();

	private final HttpNames names;

	private final RidesClient client;

	private final int port;

	private final Arrivals arrivals;

	OutageDrill(SemanticConvention convention, int port, Arrivals arrivals) {
		this.names = HttpNames.server(convention);
		this.port = port;
		this.arrivals = arrivals;
		this.client = new RidesClient("http://localhost:" + port);
	}

	@AfterEach
	void repair() {
		FAULTS.forEach(this.client::switchOff);
	}

	@Test
	void tellsWhatRidersSaw() throws Exception {
		FAULTS.forEach(this.client::switchOn);
		Scrape before = scrape();
		List<Answer> answers = callAllAtOnce();
		long gone = answers.stream().filter((answer) -> answer.status() == null).count();
		assertThat(gone).isPositive();
		Awaitility.await().atMost(DEADLINE).untilAsserted(() -> {
			Scrape scrape = scrape();
			assertThat(scrape.sum(this.prometheus.gauge(this.names.active()))).isZero();
			assertThat(sum(told(scrape, before, HttpNames.OUTCOME))).isEqualTo(this.arrivals.count.sum());
		});
		// Who is gone at once may not have been heard at all.
		assertThat(this.arrivals.count.sum()).isBetween(RIDERS - gone, (long) RIDERS);
		Scrape after = scrape();
		assertThat(told(after, before, HttpNames.OUTCOME).getOrDefault("CLIENT_ABORT", 0.0)).isLessThanOrEqualTo(gone);
		assertToldIsSeen(told(after, before, this.names.status()), answers, gone);
	}

	/**
	 * A rider who has gone may have been answered all the same: of a status more may be
	 * told than was seen, by as many as have gone, and never less.
	 */
	private void assertToldIsSeen(Map<String, Double> told, List<Answer> answers, double gone) {
		Map<String, Double> seen = new TreeMap<>();
		answers.stream()
			.filter((answer) -> answer.status() != null)
			.forEach((answer) -> seen.merge(String.valueOf(answer.status()), 1.0, Double::sum));
		assertThat(seen.keySet()).contains("400", "404")
			.anyMatch((status) -> status.startsWith("2"))
			.anyMatch((status) -> status.startsWith("5"));
		seen.forEach((status, count) -> assertThat(told.getOrDefault(status, 0.0)).as(status)
			.isBetween(count, count + gone));
		assertThat(sum(told) - sum(seen)).isBetween(0.0, gone);
	}

	private List<Answer> callAllAtOnce() throws Exception {
		ExecutorService riders = Executors.newFixedThreadPool(RIDERS);
		try {
			List<Future<Answer>> calls = new ArrayList<>();
			for (int i = 0; i < RIDERS; i++) {
				int rider = i;
				calls.add(riders.submit(() -> call(rider)));
			}
			List<Answer> answers = new ArrayList<>();
			for (Future<Answer> call : calls) {
				answers.add(call.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
			}
			return answers;
		}
		finally {
			riders.shutdownNow();
		}
	}

	private Answer call(int rider) throws IOException {
		return switch (rider % 5) {
			case 0 -> send("GET /rides HTTP/1.1", "", true);
			case 1 -> send("GET /rides/0 HTTP/1.1", "", true);
			case 2 -> send("GET /nowhere/" + rider + " HTTP/1.1", "", true);
			default -> send("POST /rides HTTP/1.1", (rider % 10 == 3) ? "{" : RidesClient.BERLIN_RIDE, rider % 10 != 4);
		};
	}

	private Answer send(String requestLine, String body, boolean patient) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout((int) DEADLINE.toMillis());
			String request = requestLine
					+ "\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
					+ "Content-Length: " + body.length() + "\r\n\r\n" + body;
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			if (!patient) {
				socket.setSoLinger(true, 0);
				return new Answer(null);
			}
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			return new Answer(Integer.valueOf(answer.split(" ", 3)[1]));
		}
	}

	private Scrape scrape() {
		return PrometheusText.parse(this.client.scrape(RidesClient.PROMETHEUS_TEXT));
	}

	private Map<String, Double> told(Scrape after, Scrape before, String tag) {
		return difference(by(tag, after), by(tag, before));
	}

	private Map<String, Double> by(String tag, Scrape scrape) {
		String count = this.prometheus.timer(this.names.requests()) + "_count";
		Map<String, Double> counts = new HashMap<>();
		for (String route : ROUTES) {
			for (Sample sample : scrape.samples(count, this.prometheus.label(this.names.route()), route)) {
				counts.merge(sample.labels().getOrDefault(this.prometheus.label(tag), ""), sample.value(), Double::sum);
			}
		}
		return counts;
	}

	private static double sum(Map<String, Double> counts) {
		return counts.values().stream().mapToDouble(Double::doubleValue).sum();
	}

	private static Map<String, Double> difference(Map<String, Double> after, Map<String, Double> before) {
		Map<String, Double> difference = new TreeMap<>();
		after.forEach((key, value) -> difference.put(key, value - before.getOrDefault(key, 0.0)));
		return difference;
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Configuration {

		@Bean
		Arrivals arrivals() {
			return new Arrivals();
		}

	}

	/**
	 * Counts what reaches the application of what riders send.
	 */
	static class Arrivals extends OncePerRequestFilter {

		private final LongAdder count = new LongAdder();

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (request.getRequestURI().startsWith("/rides") || request.getRequestURI().startsWith("/nowhere")) {
				this.count.increment();
			}
			chain.doFilter(request, response);
		}

	}

	private record Answer(@Nullable Integer status) {

	}

}
