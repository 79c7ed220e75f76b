package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * A sum of money in minor units, one per currency.
 * <p>
 * In a transaction, an amount is added after the commit and never after a rollback. An
 * invalid amount is rejected: it is negative, has more digits than its currency, has no
 * currency or one without minor units, or would take the sum beyond 2<sup>53</sup> minor
 * units, where it would no longer be exact. Nothing is thrown;
 * {@code observability.business.rejected} counts rejected amounts.
 *
 * @see BusinessMetrics#amount(String, String, String...)
 */
public interface BusinessAmount {

	/**
	 * Add an amount.
	 * @param minorUnits the amount in the smallest unit of the currency, 1250 for EUR
	 * 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void add(long minorUnits, Currency currency, @Nullable String... tagValues);

	/**
	 * Add an amount.
	 * @param amount the amount in major units of the currency, 12.50 for EUR 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void add(BigDecimal amount, Currency currency, @Nullable String... tagValues);

	/**
	 * Deduplicate an amount, as {@link BusinessEvents#once(String)} does. Keys of another
	 * meter are others.
	 * @param key the key, such as an order number, null or blank without one
	 * @return this amount for that key, to be used once
	 */
	BusinessAmount once(@Nullable String key);

}
