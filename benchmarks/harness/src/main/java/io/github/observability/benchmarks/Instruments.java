package io.github.observability.benchmarks;

/**
 * What measuring needs.
 *
 * @param proc CPU times
 * @param load the load generator
 * @param sink the receiver of telemetry
 */
record Instruments(Proc proc, Load load, Sink sink) {

	Reading read(ProcessHandle service) {
		CpuTime cpu = this.proc.cpuTime(service);
		long other = this.proc.isAvailable() ? this.proc.machineNanos() - this.proc.ownNanos() - cpu.totalNanos() : 0;
		return new Reading(System.nanoTime(), cpu, other, this.sink.receivedBytes());
	}

	/**
	 * State of all counters at one time.
	 *
	 * @param nanos the time
	 * @param cpu CPU time of the service
	 * @param otherNanos CPU time of the machine that neither service nor harness used
	 * @param exportedBytes telemetry that reached the sink
	 */
	record Reading(long nanos, CpuTime cpu, long otherNanos, long exportedBytes) {

		Reading since(Reading earlier) {
			return new Reading(this.nanos - earlier.nanos, this.cpu.since(earlier.cpu),
					this.otherNanos - earlier.otherNanos, this.exportedBytes - earlier.exportedBytes);
		}

		double otherCores() {
			return Math.max(0, (double) this.otherNanos / this.nanos);
		}

	}

}
