package io.github.observability;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The finer histogram beside the buckets of a timer: one record, and one quantile.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LatencySketchBenchmark {

	private final LatencySketch sketch = new LatencySketch();

	/** A duration from 1 to 9 ms. */
	@Benchmark
	public void record() {
		this.sketch.record(ThreadLocalRandom.current().nextInt(1_000_000, 9_000_000));
	}

	/**
	 * The 99th percentile.
	 * @return the quantile, so that it is not left out
	 */
	@Benchmark
	public double quantile() {
		return this.sketch.quantile(0.99);
	}

}
