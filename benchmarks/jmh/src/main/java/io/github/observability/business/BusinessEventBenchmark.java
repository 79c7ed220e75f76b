package io.github.observability.business;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One business event with one tag.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BusinessEventBenchmark {

	private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final BusinessCounter declared = new DefaultBusinessMetrics(this.registry,
			new BusinessProperties(true, 100, 1000))
		.counter("rides.requested", "Rides requested by riders", "city");

	private final Counter held = Counter.builder("rides.held").tag("city", "oslo").register(this.registry);

	/**
	 * Count through what the declaration returned.
	 */
	@Benchmark
	public void starter() {
		this.declared.increment("oslo");
	}

	/**
	 * Ask the registry for the counter each time, as is usual where tags vary.
	 */
	@Benchmark
	public void counterBuiltPerCall() {
		Counter.builder("rides.built").tag("city", "oslo").register(this.registry).increment();
	}

	/**
	 * Count on a counter that was kept, for one set of tags.
	 */
	@Benchmark
	public void counterHeld() {
		this.held.increment();
	}

}
