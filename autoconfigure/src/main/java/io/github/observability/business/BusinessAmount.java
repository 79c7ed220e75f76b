package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * A sum of money in minor units, apart by currency.
 * <p>
 * Within a transaction an amount is added after the commit, and never after a rollback.
 * What is not valid is rejected: a negative amount, one with more digits than its
 * currency, one that would take the sum beyond 2<sup>53</sup> minor units (up to which it
 * is exact), a currency without minor units or none at all. Nothing is thrown then;
 * {@code observability.business.rejected} counts it.
 *
 * @see BusinessMetrics#amount(String, String, String...)
 */
public interface BusinessAmount {

	/**
	 * Add an amount.
	 * @param minorUnits the amount in the smallest unit of the currency, 1250 for EUR
	 * 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order
	 */
	void add(long minorUnits, Currency currency, @Nullable String... tagValues);

	/**
	 * Add an amount.
	 * @param amount the amount in the currency itself, 12.50 for EUR 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order
	 */
	void add(BigDecimal amount, Currency currency, @Nullable String... tagValues);

}
