package io.github.observability.cost.shedding;

/**
 * Tells which telemetry is shed at the moment. A feature that can do without some of its
 * work asks it before it begins; the answer costs one read of a field. There is no bean
 * of this type while {@code observability.cost.shedding.enabled} is off.
 */
@FunctionalInterface
interface LoadShedding {

	/**
	 * Whether a kind of telemetry is shed.
	 * @param step the kind of telemetry
	 * @return whether it is shed
	 */
	boolean isShed(SheddingStep step);

}
