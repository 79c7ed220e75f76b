package io.github.observability.golden;

/**
 * Meters of requests sent, whatever sends them.
 *
 * @param inFlight requests in flight
 * @param latency durations
 * @param faults requests that could not be recorded
 */
record ClientRequestMeters(InFlightRequests inFlight, LatencyTimers latency, RecordingFaults faults) {

}
