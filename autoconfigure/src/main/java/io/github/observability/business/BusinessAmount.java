package io.github.observability.business;

import java.util.Currency;

/**
 * A sum of money in minor units, apart by currency.
 *
 * @see BusinessMetrics#amount(String, String, String...)
 */
public interface BusinessAmount {

	/**
	 * Add an amount.
	 * @param minorUnits the amount in the smallest unit of the currency, 1250 for EUR
	 * 12.50; a negative amount is not added, as a counter never goes down
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order
	 */
	void add(long minorUnits, Currency currency, String... tagValues);

}
