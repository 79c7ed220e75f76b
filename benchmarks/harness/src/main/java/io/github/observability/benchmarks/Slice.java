package io.github.observability.benchmarks;

/**
 * A short time of load on one service.
 *
 * @param endpoint what was asked for
 * @param requests number of answers
 * @param seconds how long it took
 * @param cpuMicros CPU time of the service without its JIT compiler
 * @param systemMicros CPU time of the service in kernel mode
 * @param jitMicros CPU time of the JIT compiler
 * @param profilerMicros CPU time of the threads that profile
 * @param bytes bytes allocated
 * @param logBytes bytes of log lines
 * @param p50Micros median latency
 * @param p99Micros 99th percentile of the latency
 * @param otherCores cores that were busy with neither service nor harness
 * @param exportedBytes telemetry that reached the sink
 */
record Slice(Endpoint endpoint, long requests, double seconds, double cpuMicros, double systemMicros, double jitMicros,
		double profilerMicros, long bytes, long logBytes, double p50Micros, double p99Micros, double otherCores,
		long exportedBytes) {

	double profilerShare() {
		return this.profilerMicros / this.cpuMicros;
	}

	double jitShare() {
		double all = this.cpuMicros + this.jitMicros;
		return (all > 0) ? this.jitMicros / all : 0;
	}

}
