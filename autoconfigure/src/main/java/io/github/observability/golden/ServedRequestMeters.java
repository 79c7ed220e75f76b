package io.github.observability.golden;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Meters of served requests, whatever serves them.
 *
 * @param inFlight requests in flight
 * @param longRunning requests that take long
 * @param latency durations
 * @param streams answers that are streams
 * @param faults requests that could not be recorded
 */
record ServedRequestMeters(InFlightRequests inFlight, LongRunningRequests longRunning, LatencyTimers latency,
		StreamMeters streams, RecordingFaults faults) {

	static ServedRequestMeters of(MeterRegistry registry, InFlightRequests inFlight, RouteLimit routes,
			GoldenSignalsProperties properties, RecordingFaults faults, @Nullable RequestClassifier classifier) {
		LatencyTimers latency = new LatencyTimers(registry, routes, properties.unrecordedRoutes(),
				GoldenMeter.SERVER_REQUESTS, classifier);
		return new ServedRequestMeters(inFlight, new LongRunningRequests(registry, properties.longRunningThreshold()),
				latency, new StreamMeters(latency, properties.streamRoutes()), faults);
	}

}
