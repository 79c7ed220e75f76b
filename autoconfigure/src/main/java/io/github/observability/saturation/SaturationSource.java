package io.github.observability.saturation;

/**
 * Reads the saturation of resources. Each bean of this type is read once every
 * {@code observability.saturation.interval} on a background thread, in the order of the
 * beans.
 */
@FunctionalInterface
public interface SaturationSource {

	/**
	 * Read each resource once. Leave out what cannot be read: a source that throws keeps
	 * its readings so far and is reported once.
	 * @param readings collects the readings
	 */
	void read(SaturationReadings readings);

}
