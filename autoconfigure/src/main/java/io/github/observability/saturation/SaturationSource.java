package io.github.observability.saturation;

/**
 * Knows how full some resources are.
 */
@FunctionalInterface
interface SaturationSource {

	/**
	 * Read each resource once. What cannot be read is left out.
	 * @param readings takes what was read
	 */
	void read(SaturationReadings readings);

}
