package io.github.observability.cost.series;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A look-up of a meter with the limits of series and without, and what a series costs
 * that collapsed into another one. The ids are many, so that no branch is learned.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SeriesGuardBenchmark {

	private static final int IDS = 1 << 12;

	private final SeriesGuard guard = guard();

	private final MeterRegistry unlimited = new SimpleMeterRegistry();

	private final MeterRegistry limited = new SimpleMeterRegistry();

	private final Tags ride = Tags.of("city", "Graz", "kind", "pool");

	private final Meter.Id[] values = new Meter.Id[IDS];

	private final Meter.Id[] combinations = new Meter.Id[IDS];

	private int next;

	/**
	 * Create what is looked up.
	 */
	public SeriesGuardBenchmark() {
		this.limited.config().meterFilter(this.guard);
		for (int i = 0; i < 2_000; i++) {
			this.guard.map(id("rides", "city", "Graz", "kind", "pool", "user", "u-" + i));
			this.guard.map(id("fares", "a", "v" + i % 20, "b", "v" + i % 19, "c", "v" + i % 17, "d", "v" + i % 13, "e",
					"v" + i % 11));
		}
		for (int i = 0; i < IDS; i++) {
			this.values[i] = id("rides", "city", "Graz", "kind", "pool", "user", "x-" + i);
			this.combinations[i] = id("fares", "a", "v" + i % 11, "b", "v" + i % 13, "c", "v" + (i + 1) % 17, "d",
					"v" + i % 9, "e", "v" + (i + 5) % 7);
		}
	}

	private static SeriesGuard guard() {
		return new SeriesGuard(new SeriesProperties(true, 100, 1_000, 20_000, Map.of(), Map.of()), (id) -> false,
				new SeriesReporter());
	}

	private static Meter.Id id(String name, String... tags) {
		return new Meter.Id(name, Tags.of(tags), null, null, Meter.Type.COUNTER);
	}

	/**
	 * Look up and record without limits.
	 */
	@Benchmark
	public void recordUnlimited() {
		counter(this.unlimited).increment();
	}

	/**
	 * Look up and record with limits.
	 */
	@Benchmark
	public void recordLimited() {
		counter(this.limited).increment();
	}

	private Counter counter(MeterRegistry registry) {
		return registry.counter("tips", this.ride);
	}

	/**
	 * Find the series for a value past the limit, of one of three tags.
	 * @return its id
	 */
	@Benchmark
	public Meter.Id valuePastTheLimit() {
		return this.guard.map(this.values[this.next++ & (IDS - 1)]);
	}

	/**
	 * Find the series for a combination of five tags past the limit.
	 * @return its id
	 */
	@Benchmark
	public Meter.Id combinationPastTheLimit() {
		return this.guard.map(this.combinations[this.next++ & (IDS - 1)]);
	}

	/**
	 * Read an id, which the figures above contain.
	 * @return the id
	 */
	@Benchmark
	public Meter.Id baseline() {
		return this.values[this.next++ & (IDS - 1)];
	}

}
