package io.github.observability.benchmarks;

/**
 * CPU time of a process.
 *
 * @param totalNanos nanoseconds of all threads, those that have ended included
 * @param jitNanos nanoseconds of the JIT compiler's threads
 * @param profilerNanos nanoseconds of the threads of JDK Flight Recorder and of those
 * that read what it records
 * @param systemNanos nanoseconds of all threads in kernel mode
 */
record CpuTime(long totalNanos, long jitNanos, long profilerNanos, long systemNanos) {

	CpuTime since(CpuTime earlier) {
		return new CpuTime(this.totalNanos - earlier.totalNanos, this.jitNanos - earlier.jitNanos,
				this.profilerNanos - earlier.profilerNanos, this.systemNanos - earlier.systemNanos);
	}

	long withoutJitNanos() {
		return this.totalNanos - this.jitNanos;
	}

}
