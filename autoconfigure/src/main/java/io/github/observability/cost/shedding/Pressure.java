package io.github.observability.cost.shedding;

/**
 * How the readings compare with their limits.
 */
enum Pressure {

	/** One is above the limit from which telemetry is shed. */
	HIGH,

	/** None is, but one is not below the limit under which telemetry comes back. */
	BETWEEN,

	/** All are below. */
	LOW

}
