package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * A sum of a quantity that is no money, such as kilometres. Within a transaction it is
 * added after the commit, and never after a rollback.
 *
 * @see BusinessMetrics#quantity(String, String, String, String...)
 */
public interface BusinessQuantity {

	/**
	 * Add to the sum.
	 * @param quantity the quantity in the unit of the meter; NaN, infinite and negative
	 * quantities are rejected, and those that would take the sum beyond 2<sup>53</sup>
	 * @param tagValues the values of the declared tags, in their order
	 */
	void add(double quantity, @Nullable String... tagValues);

}
