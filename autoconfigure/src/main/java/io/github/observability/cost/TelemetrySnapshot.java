package io.github.observability.cost;

import java.util.Map;

/**
 * What telemetry has counted up to a moment.
 *
 * @param nanos the moment
 * @param loggers lines by logger
 * @param droppedLines lines that asynchronous delivery dropped
 * @param spans spans and all bytes of their requests
 * @param spanRoutes spans by route
 * @param spanSources spans by what they are about
 * @param series series by meter
 * @param requests requests served by route
 * @param events business events by name
 */
record TelemetrySnapshot(long nanos, Map<String, Volume> loggers, long droppedLines, Volume spans,
		Map<String, Volume> spanRoutes, Map<TelemetrySource, Volume> spanSources, Map<String, Integer> series,
		Map<String, Double> requests, Map<String, Double> events) {

	int allSeries() {
		return this.series.values().stream().mapToInt(Integer::intValue).sum();
	}

	Volume lines() {
		return this.loggers.values().stream().reduce(Volume.NONE, Volume::plus);
	}

}
