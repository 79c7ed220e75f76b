package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * Events of one kind. One call counts the event, adds its amount if it has one, puts it
 * on the current span and writes it as a log line (the last two as
 * {@code observability.business.span-attributes} and {@code event-lines} say).
 * <p>
 * Within a transaction all of that happens after the commit, and never after a rollback.
 * An amount that is not valid rejects the event as a whole, as {@link BusinessAmount}
 * says.
 *
 * @see BusinessMetrics#events(String, String, String...)
 */
public interface BusinessEvents {

	/**
	 * An event without an amount has occurred.
	 * @param tagValues the values of the declared tags, in their order
	 */
	void occurred(@Nullable String... tagValues);

	/**
	 * An event with an amount has occurred.
	 * @param minorUnits the amount in the smallest unit of the currency, 1250 for EUR
	 * 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order
	 */
	void occurred(long minorUnits, Currency currency, @Nullable String... tagValues);

	/**
	 * An event with an amount has occurred.
	 * @param amount the amount in the currency itself, 12.50 for EUR 12.50
	 * @param currency the currency, exported by its ISO 4217 code
	 * @param tagValues the values of the declared tags, in their order
	 */
	void occurred(BigDecimal amount, Currency currency, @Nullable String... tagValues);

	/**
	 * These events for a thing that may be told more than once, such as a message that is
	 * delivered again. An event counts only if none with this key was counted within
	 * {@code observability.business.idempotency.window}, by this instance. A key whose
	 * transaction was rolled back counts when it comes again.
	 * @param key what the event is about, such as the number of an order; it is
	 * remembered for the window and exported nowhere
	 * @return these events for that key, to be used once
	 */
	BusinessEvents once(String key);

}
