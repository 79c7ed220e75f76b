package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * A sum of a quantity other than money, such as kilometers. In a transaction, a quantity
 * is added after the commit and never after a rollback.
 *
 * @see BusinessMetrics#quantity(String, String, String, String...)
 */
public interface BusinessQuantity {

	/**
	 * Add to the sum.
	 * @param quantity the quantity in the unit of the meter; NaN, infinite and negative
	 * quantities are rejected, as are those that take the sum beyond 2<sup>53</sup>
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void add(double quantity, @Nullable String... tagValues);

	/**
	 * Deduplicate a quantity, as {@link BusinessEvents#once(String)} does. Keys of
	 * another meter are others.
	 * @param key the key, such as an order number, null or blank without one
	 * @return this quantity for that key, to be used once
	 */
	BusinessQuantity once(@Nullable String key);

}
