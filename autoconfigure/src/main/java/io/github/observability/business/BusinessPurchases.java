package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * Purchases: {@link BusinessEvents} that always have an amount, counted by the range
 * their price is in, which {@code observability.business.price-ranges} gives.
 *
 * @see BusinessMetrics#purchases(String, String, String...)
 */
public interface BusinessPurchases {

	/**
	 * Something was bought.
	 * @param minorUnits the price in the smallest unit of the currency, 1250 for EUR
	 * 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order
	 */
	void purchased(long minorUnits, Currency currency, @Nullable String... tagValues);

	/**
	 * Something was bought.
	 * @param price the price in the currency itself, 12.50 for EUR 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order
	 */
	void purchased(BigDecimal price, Currency currency, @Nullable String... tagValues);

	/**
	 * These purchases for a key that counts once, as {@link BusinessEvents#once(String)}.
	 * @param key what was bought, such as the number of an order
	 * @return these purchases for that key, to be used once
	 */
	BusinessPurchases once(String key);

}
