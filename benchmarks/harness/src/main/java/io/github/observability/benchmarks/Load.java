package io.github.observability.benchmarks;

import java.time.Duration;

/**
 * Sends requests as fast as they are answered.
 */
interface Load {

	String name();

	Result run(String host, int port, Endpoint endpoint, Duration duration);

	static Load create() {
		return Commands.isInstalled("wrk", "-v") ? new WrkLoad() : new SocketLoad();
	}

	/**
	 * What came of it.
	 *
	 * @param requests number of answers
	 * @param seconds time from first to last
	 * @param p50Micros median latency
	 * @param p99Micros 99th percentile of the latency
	 */
	record Result(long requests, double seconds, double p50Micros, double p99Micros) {

	}

}
