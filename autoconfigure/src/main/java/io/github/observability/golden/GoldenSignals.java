package io.github.observability.golden;

import java.util.List;

import io.github.observability.saturation.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * The golden signals of this instance over a window of time.
 *
 * @param windowSeconds length of the window, which ends now
 * @param requests requests served
 * @param requestsPerSecond requests served per second
 * @param errors requests that ended with a server error
 * @param errorRatio share of errors, {@code null} without requests
 * @param clientAborts requests whose client disconnected before it had the response
 * @param latency quantiles of the latency, {@code null} without requests
 * @param inFlight requests being served right now
 * @param longRunning requests being served right now for longer than the threshold
 * @param streams streams that have ended
 * @param routes the signals by method and route, the busiest first
 * @param resources utilization, saturation and errors of each resource at its last
 * reading, the fullest first
 */
record GoldenSignals(double windowSeconds, long requests, double requestsPerSecond, long errors,
		@Nullable Double errorRatio, long clientAborts, @Nullable Latency latency, long inFlight, long longRunning,
		long streams, List<Route> routes, List<ResourceUse> resources) {

	GoldenSignals with(List<ResourceUse> resources) {
		return new GoldenSignals(this.windowSeconds, this.requests, this.requestsPerSecond, this.errors,
				this.errorRatio, this.clientAborts, this.latency, this.inFlight, this.longRunning, this.streams,
				this.routes, resources);
	}

	/**
	 * The signals of one route.
	 *
	 * @param method the method
	 * @param uri the route
	 * @param requests requests served
	 * @param requestsPerSecond requests served per second
	 * @param errors requests that ended with a server error
	 * @param errorRatio share of errors, {@code null} without requests
	 * @param clientAborts requests whose client disconnected before it had the response
	 * @param latency quantiles of the latency, {@code null} if no duration was recorded
	 */
	record Route(String method, String uri, long requests, double requestsPerSecond, long errors,
			@Nullable Double errorRatio, long clientAborts, @Nullable Latency latency) {

	}

	/**
	 * Quantiles of the latency in seconds, with a relative error of at most 2 %.
	 *
	 * @param p50 median
	 * @param p95 95th percentile
	 * @param p99 99th percentile
	 */
	record Latency(double p50, double p95, double p99) {

	}

}
