package io.github.observability;

import java.util.Set;

/**
 * Tells which meters are business meters. For dashboards; an application has no need of
 * it.
 */
@FunctionalInterface
public interface BusinessMeterNames {

	/**
	 * Return the names of the meters that the application has declared so far.
	 * @return the names
	 */
	Set<String> names();

}
