package io.github.observability.golden;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * One served request through the filter that observes it, with the handler that records
 * it behind.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ServedRequestBenchmark {

	private static final HttpNames NAMES = HttpNames.server(SemanticConvention.MICROMETER);

	private static final String NAME = NAMES.requests();

	private static final List<Duration> BUCKETS = List.of(Duration.ofMillis(1), Duration.ofMillis(5),
			Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofSeconds(5));

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/hello");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final Filter starterFilter = starterFilter();

	private final Filter bootFilter = bootFilter();

	private final FilterChain chain = (request, response) -> ServerHttpObservationFilter
		.findObservationContext(this.request)
		.map(ServerRequestObservationContext.class::cast)
		.ifPresent((context) -> context.setPathPattern("/hello"));

	/**
	 * Record a request as the starter does.
	 * @throws IOException never
	 * @throws ServletException never
	 */
	@Benchmark
	public void starter() throws IOException, ServletException {
		serve(this.starterFilter);
	}

	/**
	 * Record a request as Boot does with a percentile histogram.
	 * @throws IOException never
	 * @throws ServletException never
	 */
	@Benchmark
	public void boot() throws IOException, ServletException {
		serve(this.bootFilter);
	}

	private void serve(Filter filter) throws IOException, ServletException {
		this.request.clearAttributes();
		filter.doFilter(this.request, this.response, this.chain);
	}

	private static Filter starterFilter() {
		MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		meters.config().meterFilter(new LatencyMeterFilter(() -> Set.of(NAME), BUCKETS));
		RecordingFaults faults = new RecordingFaults();
		GoldenSignalsProperties properties = Binder.get(new StandardEnvironment())
			.bindOrCreate("observability.golden", GoldenSignalsProperties.class);
		InFlightRequests inFlight = new InFlightRequests(() -> NAMES, GoldenMeter.SERVER_REQUESTS_ACTIVE);
		inFlight.bindTo(meters);
		RequestMeters served = RequestMeters.server(meters, inFlight,
				new RouteLimit(meters, List.of(NAMES), "management.metrics.web.server.max-uri-tags", 200), properties,
				faults, null, null);
		return new ServletGoldenSignalsFilter(
				observations(new RequestMeterHandler<>(meters, ServletRequestContext.ACCESSOR, served)),
				new ServletCachingConvention(NAMES), properties, new IgnoredPaths(List.of(), List::of),
				new ServletRejectedRoutes(List::of), faults);
	}

	private static Filter bootFilter() {
		MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		meters.config().meterFilter(new MeterFilter() {

			@Override
			public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
				return id.getName().equals(NAME)
						? DistributionStatisticConfig.builder().percentilesHistogram(true).build().merge(config)
						: config;
			}

		});
		return new ServerHttpObservationFilter(observations(new DefaultMeterObservationHandler(meters)),
				new DefaultServerRequestObservationConvention(NAME));
	}

	private static ObservationRegistry observations(ObservationHandler<?> handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return registry;
	}

}
