package io.github.observability.slo;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.observability.golden.GoldenSignalsAutoConfiguration;
import io.github.observability.golden.ServletGoldenSignalsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Served requests of all kinds through the filter that observes them, against an oracle
 * that knows nothing of how they are recorded.
 */
class SloClassificationTests {

	private static final int REQUESTS = 100_000;

	private static final String[] METHODS = { "GET", "POST" };

	/** More than the limit of routes, so that some are recorded as other ones. */
	private static final String[] ROUTES = { "/rides", "/rides/{id}", "/rides/{id}/route", "/quotes", "/health" };

	private static final int[] STATUSES = { 200, 200, 200, 201, 302, 400, 404, 429, 500, 503 };

	private static final long[] MICROS = { 1, 299_999, 300_000, 300_001, 2_000_000 };

	private static final String PREFIX = "observability.slo.objectives.";

	private final MockClock clock = new MockClock();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				GoldenSignalsAutoConfiguration.class, ServletGoldenSignalsAutoConfiguration.class,
				SloAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock))
		.withPropertyValues("management.metrics.web.server.max-uri-tags=3", PREFIX + "available.target=99.9",
				PREFIX + "available.http.route=/rides/**", PREFIX + "fast.target=99",
				PREFIX + "fast.http.route=/rides/{id}", PREFIX + "fast.slower-than=300ms", PREFIX + "strict.target=90",
				PREFIX + "strict.http.route=/**", PREFIX + "strict.http.method=POST",
				PREFIX + "strict.bad=5xx,timeout,429", PREFIX + "strict.ignore=4xx",
				PREFIX + "strict.slower-than=300ms");

	@Test
	void equalsAnOracle() {
		this.runner.run((context) -> {
			Filter filter = context.getBean("goldenSignalsFilter", FilterRegistrationBean.class).getFilter();
			Map<String, Long> expected = new TreeMap<>();
			for (String slo : new String[] { "available", "fast", "strict" }) {
				for (String result : new String[] { "good", "bad", "ignored" }) {
					expected.put(slo + " " + result, 0L);
				}
			}
			Random random = new Random(7);
			for (int i = 0; i < REQUESTS; i++) {
				Request request = Request.random(random);
				serve(filter, request);
				request.count(expected);
			}
			// Nothing of the first is ignored, of all else there is some.
			assertThat(expected.remove("available ignored")).isZero();
			assertThat(expected.values()).doesNotContain(0L);
			expected.put("available ignored", 0L);
			Map<String, Long> counted = new TreeMap<>();
			context.getBean(MeterRegistry.class)
				.get("observability.slo.events")
				.functionCounters()
				.forEach(
						(counter) -> counted.put(counter.getId().getTag("slo") + " " + counter.getId().getTag("result"),
								(long) counter.count()));
			assertThat(counted).isEqualTo(expected);
		});
	}

	private void serve(Filter filter, Request request) throws IOException {
		MockHttpServletRequest servletRequest = new MockHttpServletRequest(request.method, "/anything");
		MockHttpServletResponse response = new MockHttpServletResponse();
		FilterChain chain = (servedRequest, servedResponse) -> {
			ServerHttpObservationFilter.findObservationContext(servletRequest)
				.map(ServerRequestObservationContext.class::cast)
				.ifPresent((context) -> context.setPathPattern(request.route));
			this.clock.add(Duration.ofNanos(request.micros * 1_000));
			response.setStatus(request.status);
			if (request.failure != null) {
				throw request.failure;
			}
		};
		try {
			filter.doFilter(servletRequest, response, chain);
		}
		catch (IOException | ServletException ex) {
			assertThat(ex).isSameAs(request.failure);
		}
	}

	private record Request(String method, String route, int status, long micros, IOException failure) {

		static Request random(Random random) {
			int status = STATUSES[random.nextInt(STATUSES.length)];
			IOException failure = (random.nextInt(20) == 0) ? new SocketTimeoutException("downstream") : null;
			return new Request(METHODS[random.nextInt(2)], ROUTES[random.nextInt(ROUTES.length)], status,
					MICROS[random.nextInt(MICROS.length)], failure);
		}

		void count(Map<String, Long> expected) {
			boolean error = this.failure != null || this.status >= 500;
			boolean slow = this.micros > 300_000;
			if (this.route.startsWith("/rides")) {
				add(expected, "available", error ? "bad" : "good");
			}
			if (this.route.equals("/rides/{id}")) {
				add(expected, "fast", slow ? "bad" : error ? "ignored" : "good");
			}
			if (this.method.equals("POST")) {
				boolean clientError = !error && this.status >= 400;
				add(expected, "strict", clientError ? "ignored" : (error || slow) ? "bad" : "good");
			}
		}

		private static void add(Map<String, Long> expected, String slo, String result) {
			expected.merge(slo + " " + result, 1L, Long::sum);
		}

	}

}
