package io.github.observability.benchmarks;

import java.time.Duration;

/**
 * What measuring needs.
 *
 * @param proc CPU times
 * @param load the load generator
 * @param sink the receiver of telemetry
 */
record Instruments(Proc proc, Load load, Sink sink) {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	/** Cores busy with something else, up to which the machine counts as quiet. */
	private static final double QUIET_CORES = 0.15;

	private static final int QUIET_SECONDS = 2;

	Reading read(ProcessHandle service) {
		CpuTime cpu = this.proc.cpuTime(service);
		long other = this.proc.isAvailable() ? this.proc.machineNanos() - this.proc.ownNanos() - cpu.totalNanos() : 0;
		return new Reading(System.nanoTime(), cpu, other, this.sink.receivedBytes());
	}

	/**
	 * Wait until nothing else keeps the machine busy, but not for ever: the page says how
	 * busy it was.
	 */
	void awaitQuietMachine(ProcessHandle service) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		int quiet = 0;
		while (quiet < QUIET_SECONDS && System.nanoTime() < deadline) {
			Reading before = read(service);
			Pause.of(Duration.ofSeconds(1));
			quiet = (read(service).since(before).otherCores() < QUIET_CORES) ? quiet + 1 : 0;
		}
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
