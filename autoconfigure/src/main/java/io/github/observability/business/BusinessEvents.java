package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * Events of one kind. One call counts the event, adds its amount if it has one, adds
 * attributes to the current span and writes a log line. The last two can be switched off
 * by {@code observability.business.span-attributes} and {@code event-lines}.
 * <p>
 * In a transaction, all of this happens after the commit and never after a rollback. An
 * invalid amount rejects the whole event, as with {@link BusinessAmount}.
 *
 * @see BusinessMetrics#events(String, String, String...)
 */
public interface BusinessEvents {

	/**
	 * Record an event without an amount.
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void occurred(@Nullable String... tagValues);

	/**
	 * Record an event with an amount.
	 * @param minorUnits the amount in the smallest unit of the currency, 1250 for EUR
	 * 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void occurred(long minorUnits, Currency currency, @Nullable String... tagValues);

	/**
	 * Record an event with an amount.
	 * @param amount the amount in major units of the currency, 12.50 for EUR 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void occurred(BigDecimal amount, Currency currency, @Nullable String... tagValues);

	/**
	 * Deduplicate an event that may be reported more than once, such as one from a
	 * redelivered message. The event counts only if this instance has not counted one
	 * with the same key within {@code observability.business.idempotency.window}. A key
	 * whose transaction was rolled back counts when it is reported again.
	 * @param key the key, such as an order number; kept for the window and never
	 * exported. Events whose key is null or blank have none, and each of them counts
	 * @return these events for that key, to be used once
	 */
	BusinessEvents once(@Nullable String key);

}
