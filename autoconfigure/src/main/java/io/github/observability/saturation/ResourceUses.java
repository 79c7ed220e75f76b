package io.github.observability.saturation;

import java.util.List;

/**
 * How full resources were at the last reading.
 */
@FunctionalInterface
public interface ResourceUses {

	/**
	 * Return each resource of the last reading, the fullest first. Nothing is read for
	 * that.
	 * @return the resources, empty before the first reading
	 */
	List<ResourceUse> resources();

}
