package io.github.observability.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What continuous profiling costs: one warm service while it is profiled, beside itself
 * while profiling is paused. Two processes differ by more than what is asked for here,
 * because each is compiled a little differently.
 *
 * @param machine where
 * @param seconds length of a slice
 * @param pairs slices one after the other
 */
record ProfilingCost(Machine machine, int seconds, List<Pair> pairs) {

	/**
	 * CPU time per request while it is profiled, as a ratio to that without.
	 */
	Statistics.Interval cpu() {
		return ratio((slice) -> slice.cpuMicros() / slice.requests());
	}

	/**
	 * Requests per second while it is profiled, as a ratio to those without.
	 */
	Statistics.Interval throughput() {
		return ratio((slice) -> slice.requests() / slice.seconds());
	}

	/**
	 * Share of the CPU time that the threads of the profiler take more than while it is
	 * paused. It leaves out what the profiled threads do themselves, a stack trace for a
	 * sampled allocation fifty times a second, and is far steadier than the ratios.
	 */
	Statistics.Interval threads() {
		return Statistics.interval(this.pairs.stream()
			.map((pair) -> pair.profiled().profilerShare() - pair.paused().profilerShare())
			.toList());
	}

	/**
	 * The geometric mean of two pairs each, of which the first began with the one and the
	 * second with the other: a machine that slows down, or a second slice that always
	 * costs more, favors neither.
	 */
	private Statistics.Interval ratio(ToDoubleFunction<Slice> figure) {
		List<Double> ratios = this.pairs.stream()
			.map((pair) -> figure.applyAsDouble(pair.profiled()) / figure.applyAsDouble(pair.paused()))
			.toList();
		return Statistics.interval(IntStream.range(0, ratios.size() / 2)
			.mapToObj((i) -> Math.sqrt(ratios.get(2 * i) * ratios.get(2 * i + 1)))
			.toList());
	}

	/**
	 * Two slices.
	 *
	 * @param profiled while profiling ran
	 * @param paused while it was paused
	 */
	record Pair(Slice profiled, Slice paused) {

	}

}
