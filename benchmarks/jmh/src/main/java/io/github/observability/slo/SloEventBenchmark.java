package io.github.observability.slo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.observability.FailureTable;
import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.golden.RequestCounter;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * One event of one objective: of a served request, whose look-up is that of its meters,
 * and of another observation, which has a look-up of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SloEventBenchmark {

	private static final long DURATION = 42_000_000;

	private static final KeyValues REQUEST = KeyValues.of("method", "GET", "uri", "/rides", "status", "200", "outcome",
			"SUCCESS", "exception", "none");

	private final RequestCounter none = events().counter(REQUEST, "none");

	private final RequestCounter available = requests("").counter(REQUEST, "none");

	private final RequestCounter fast = requests("300ms").counter(REQUEST, "none");

	private final SloObservationHandler handler = new SloObservationHandler(
			events("objectives.charge.target", "99", "objectives.charge.observation", "charge"),
			ServedRequestHandler.Streams.NONE);

	private final Observation.Context charge = context("charge");

	private final Observation.Context other = context("other");

	/**
	 * Count a request that no objective is about.
	 */
	@Benchmark
	public void requestOfNone() {
		this.none.count(DURATION);
	}

	/**
	 * Count a request that has an objective.
	 */
	@Benchmark
	public void request() {
		this.available.count(DURATION);
	}

	/**
	 * Count a request whose duration matters.
	 */
	@Benchmark
	public void timedRequest() {
		this.fast.count(DURATION);
	}

	/**
	 * Look at an observation that no objective is about.
	 */
	@Benchmark
	public void observationOfNone() {
		this.handler.onStart(this.other);
		this.handler.onStop(this.other);
	}

	/**
	 * Count an observation that has an objective.
	 */
	@Benchmark
	public void observation() {
		this.handler.onStart(this.charge);
		this.handler.onStop(this.charge);
	}

	private static SloEvents requests(String slowerThan) {
		return events("objectives.rides.target", "99", "objectives.rides.http.route", "/rides",
				slowerThan.isEmpty() ? "period" : "objectives.rides.slower-than",
				slowerThan.isEmpty() ? "30d" : slowerThan);
	}

	private static SloEvents events(String... properties) {
		Map<String, String> map = new HashMap<>();
		for (int i = 0; i < properties.length; i += 2) {
			map.put(SloProperties.PREFIX + "." + properties[i], properties[i + 1]);
		}
		return new SloEvents(new Binder(new MapConfigurationPropertySource(map))
			.bindOrCreate(SloProperties.PREFIX, SloProperties.class)
			.slos(), FailureTable.defaults(), () -> HttpNames.server(SemanticConvention.MICROMETER));
	}

	private static Observation.Context context(String name) {
		Observation.Context context = new Observation.Context();
		context.setName(name);
		return context;
	}

}
