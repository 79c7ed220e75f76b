package io.github.observability.incidents;

import java.time.Instant;

import io.github.observability.incidents.detection.SeriesDetector;

/**
 * Converts steps to times.
 */
@FunctionalInterface
interface StepTime {

	/** Steps are numbered on the wall clock. */
	StepTime WALL_CLOCK = (step) -> Instant.ofEpochSecond(step * SeriesDetector.STEP_SECONDS);

	Instant of(long step);

}
