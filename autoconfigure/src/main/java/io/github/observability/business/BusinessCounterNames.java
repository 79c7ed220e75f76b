package io.github.observability.business;

/**
 * Knows which counters are business counters.
 */
@FunctionalInterface
public interface BusinessCounterNames {

	/**
	 * Whether a counter counts business events.
	 * @param name the name of the counter
	 * @return whether it does
	 */
	boolean isCounter(String name);

}
