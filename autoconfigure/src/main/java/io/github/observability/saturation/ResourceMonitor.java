package io.github.observability.saturation;

import java.util.List;

/**
 * The latest readings of all resources.
 */
@FunctionalInterface
public interface ResourceMonitor {

	/**
	 * Return each resource of the last pass, the fullest first, without reading it again.
	 * @return the resources, empty before the first pass
	 */
	List<ResourceUse> resources();

}
