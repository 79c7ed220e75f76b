package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * A funnel declared by {@code observability.business.funnels}. In a transaction, a step
 * counts after the commit and never after a rollback.
 *
 * @see BusinessMetrics#funnel(String)
 */
public interface BusinessFunnel {

	/**
	 * Count a step, whatever came before.
	 * @param step one of the declared steps
	 */
	default void reached(String step) {
		reached(step, null);
	}

	/**
	 * Count a step of a subject.
	 * @param step one of the declared steps
	 * @param subject who or what has reached it, such as an order number, so that
	 * {@code observability.business.funnel-policy} applies to repeated and skipped steps;
	 * kept for the window and never exported; {@code null} or blank to count the step
	 * whatever came before
	 */
	void reached(String step, @Nullable String subject);

}
