package io.github.observability.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One of the two services of a round.
 *
 * @param startUpSeconds time from the start of the JVM to the first answer
 * @param startUpCpuSeconds CPU time until then, JIT compiler included
 * @param heapBytes live heap after a garbage collection
 * @param threads number of threads
 * @param scrape what a scrape costs
 * @param logLine a line that it wrote
 * @param slices its slices
 */
record Side(double startUpSeconds, double startUpCpuSeconds, long heapBytes, int threads, Scrape scrape, String logLine,
		List<Slice> slices) {

	/**
	 * CPU time per request.
	 */
	double cpuMicros(Endpoint endpoint) {
		return sum(endpoint, Slice::cpuMicros) / requests(endpoint);
	}

	/**
	 * CPU time per request in kernel mode.
	 */
	double systemMicros(Endpoint endpoint) {
		return sum(endpoint, Slice::systemMicros) / requests(endpoint);
	}

	/**
	 * Share of the CPU time that the JIT compiler took while requests were measured.
	 */
	double jitShare(Endpoint endpoint) {
		double jit = sum(endpoint, Slice::jitMicros);
		double all = sum(endpoint, Slice::cpuMicros) + jit;
		return (all > 0) ? jit / all : 0;
	}

	double logBytes(Endpoint endpoint) {
		return sum(endpoint, Slice::logBytes) / requests(endpoint);
	}

	double bytes(Endpoint endpoint) {
		return sum(endpoint, Slice::bytes) / requests(endpoint);
	}

	double requestsPerSecond(Endpoint endpoint) {
		return requests(endpoint) / sum(endpoint, Slice::seconds);
	}

	double exportedBytes(Endpoint endpoint) {
		return sum(endpoint, Slice::exportedBytes) / requests(endpoint);
	}

	double median(Endpoint endpoint, ToDoubleFunction<Slice> value) {
		return Statistics.median(of(endpoint).stream().map(value::applyAsDouble).toList());
	}

	/**
	 * How far the CPU times per request of single slices lie apart, as a share of their
	 * median. What is measured is the same, so this is the machine's doing.
	 */
	double unrest(Endpoint endpoint) {
		return Statistics.spread(of(endpoint).stream().map((slice) -> slice.cpuMicros() / slice.requests()).toList())
			.width();
	}

	private List<Slice> of(Endpoint endpoint) {
		return this.slices.stream().filter((slice) -> slice.endpoint() == endpoint).toList();
	}

	private double requests(Endpoint endpoint) {
		return sum(endpoint, Slice::requests);
	}

	private double sum(Endpoint endpoint, ToDoubleFunction<Slice> value) {
		return of(endpoint).stream().mapToDouble(value).sum();
	}

	/**
	 * A scrape.
	 *
	 * @param millis how long it takes
	 * @param bytes how long the answer is, 0 where nothing can be scraped
	 */
	record Scrape(double millis, long bytes) {

	}

}
