package io.github.observability.benchmarks;

import java.util.List;

/**
 * How long and how often is measured.
 *
 * @param rounds fresh JVMs per variant
 * @param sliceSeconds length of a slice
 * @param slices slices of each endpoint in a round
 * @param warmUpRequests greetings before measuring, at least
 * @param warmUpSeconds time after which measuring begins even if the JIT compiler is
 * still busy
 * @param profileSeconds length of a profile
 * @param profilingPairs pairs of slices with and without continuous profiling
 * @param profilingSliceSeconds length of such a slice
 * @param jmhArguments arguments of JMH
 */
record Settings(int rounds, int sliceSeconds, int slices, int warmUpRequests, int warmUpSeconds, int profileSeconds,
		int profilingPairs, int profilingSliceSeconds, List<String> jmhArguments) {

	static final Settings FULL = new Settings(3, 1, 6, 60_000, 75, 20, 24, 4,
			List.of("-f", "1", "-wi", "3", "-w", "1s", "-i", "5", "-r", "1s"));

	static final Settings QUICK = new Settings(1, 1, 1, 2_000, 5, 3, 2, 1,
			List.of("-f", "1", "-wi", "1", "-w", "200ms", "-i", "1", "-r", "200ms"));

	Settings withRounds(int rounds) {
		return new Settings(rounds, this.sliceSeconds, this.slices, this.warmUpRequests, this.warmUpSeconds,
				this.profileSeconds, this.profilingPairs, this.profilingSliceSeconds, this.jmhArguments);
	}

	/**
	 * Slices of one endpoint: those that are rarer in practice get half as many.
	 */
	int slices(Endpoint endpoint) {
		return (endpoint == Endpoint.HELLO || endpoint == Endpoint.MANY) ? this.slices : (this.slices + 1) / 2;
	}

	/**
	 * Requests of one kind before measuring, at least: of the slower ones there are
	 * fewer.
	 */
	int warmUpRequests(Endpoint endpoint) {
		return (endpoint == Endpoint.HELLO) ? this.warmUpRequests : this.warmUpRequests / 20;
	}

	/**
	 * Seconds after which measuring one kind begins even if the JIT compiler is still
	 * busy: the first warms up most of what all of them use.
	 */
	int warmUpSeconds(Endpoint endpoint) {
		return (endpoint == Endpoint.HELLO) ? this.warmUpSeconds : this.warmUpSeconds / 3;
	}

}
