package io.github.observability.golden;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;

/**
 * Records responses that last as long as their reader wants: server-sent events, long
 * polls. They would hide all other latencies.
 */
final class StreamMeters {

	private final LatencyTimers durations;

	private final LatencyTimers firstBytes;

	private final Set<String> routes;

	StreamMeters(LatencyTimers latency, Set<String> routes) {
		this.durations = latency.apart(GoldenMeter.STREAMS);
		this.firstBytes = latency.beside(GoldenMeter.STREAMS_FIRST_BYTE);
		this.routes = routes;
	}

	/**
	 * Whether the route of a request always responds with a stream.
	 */
	boolean isStreamRoute(Observation.Context context) {
		if (this.routes.isEmpty()) {
			return false;
		}
		KeyValue route = context.getLowCardinalityKeyValue(GoldenTag.URI.asString());
		return route != null && this.routes.contains(route.getValue());
	}

	void record(Observation.Context context, RequestState request, long durationNanos) {
		this.durations.get(context).recordStream(durationNanos);
		long firstByteAge = request.firstByteAge();
		if (firstByteAge != RequestState.NONE) {
			this.firstBytes.get(context).timer().record(firstByteAge, TimeUnit.NANOSECONDS);
		}
	}

}
