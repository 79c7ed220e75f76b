package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * Purchases: {@link BusinessEvents} with an amount, also counted by the price ranges of
 * {@code observability.business.price-ranges}.
 *
 * @see BusinessMetrics#purchases(String, String, String...)
 */
public interface BusinessPurchases {

	/**
	 * Record a purchase.
	 * @param minorUnits the price in the smallest unit of the currency, 1250 for EUR
	 * 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void purchased(long minorUnits, Currency currency, @Nullable String... tagValues);

	/**
	 * Record a purchase.
	 * @param price the price in major units of the currency, 12.50 for EUR 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void purchased(BigDecimal price, Currency currency, @Nullable String... tagValues);

	/**
	 * Deduplicate a purchase, as {@link BusinessEvents#once(String)} does.
	 * @param key the key, such as an order number, null or blank without one
	 * @return these purchases for that key, to be used once
	 */
	BusinessPurchases once(@Nullable String key);

}
