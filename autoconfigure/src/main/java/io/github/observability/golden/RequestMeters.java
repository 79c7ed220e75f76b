package io.github.observability.golden;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the requests that a service serves, or of those that it sends.
 *
 * @param inFlight requests in flight
 * @param latency durations
 * @param longRunning requests that take long, {@code null} for requests sent
 * @param streams responses that are streams, {@code null} for requests sent
 * @param faults requests that could not be recorded
 */
record RequestMeters(InFlightRequests inFlight, LatencyTimers latency, @Nullable LongRunningRequests longRunning,
		@Nullable StreamMeters streams, RecordingFaults faults) {

	static RequestMeters server(MeterRegistry registry, InFlightRequests inFlight, RouteLimit routes,
			GoldenSignalsProperties properties, RecordingFaults faults, @Nullable RequestClassifier classifier,
			LatencyTimers.@Nullable Sketches sketches) {
		LatencyTimers latency = new LatencyTimers(registry, routes, properties.unrecordedRoutes(),
				GoldenMeter.SERVER_REQUESTS, classifier, sketches);
		return new RequestMeters(inFlight, latency,
				new LongRunningRequests(registry, properties.longRunningThreshold()),
				new StreamMeters(latency, properties.streamRoutes(), routes.routeKey()), faults);
	}

	static RequestMeters client(InFlightRequests inFlight, LatencyTimers latency, RecordingFaults faults) {
		return new RequestMeters(inFlight, latency, null, null, faults);
	}

}
