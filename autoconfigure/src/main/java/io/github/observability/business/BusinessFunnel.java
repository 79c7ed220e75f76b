package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * A funnel that {@code observability.business.funnels} declares. Within a transaction a
 * step counts after the commit, and never after a rollback.
 *
 * @see BusinessMetrics#funnel(String)
 */
public interface BusinessFunnel {

	/**
	 * Somebody has reached a step. It counts whatever came before.
	 * @param step one of the declared steps
	 */
	default void reached(String step) {
		reached(step, null);
	}

	/**
	 * Somebody has reached a step.
	 * @param step one of the declared steps
	 * @param subject who or what has reached it, such as the number of an order, so that
	 * repeated and skipped steps are counted as
	 * {@code observability.business.funnel-policy} says; it is remembered for the window
	 * and exported nowhere
	 */
	void reached(String step, @Nullable String subject);

}
