package io.github.observability.benchmarks;

/**
 * A short time of load on one service.
 *
 * @param endpoint what was asked for
 * @param requests number of answers
 * @param seconds how long it took
 * @param cpuMicros CPU time of the service without its JIT compiler
 * @param jitMicros CPU time of the JIT compiler
 * @param bytes bytes allocated
 * @param p50Micros median latency
 * @param p99Micros 99th percentile of the latency
 * @param otherCores cores that were busy with neither service nor harness
 * @param exportedBytes telemetry that reached the sink
 */
record Slice(Endpoint endpoint, long requests, double seconds, double cpuMicros, double jitMicros, long bytes,
		double p50Micros, double p99Micros, double otherCores, long exportedBytes) {

	double jitShare() {
		double all = this.cpuMicros + this.jitMicros;
		return (all > 0) ? this.jitMicros / all : 0;
	}

}
