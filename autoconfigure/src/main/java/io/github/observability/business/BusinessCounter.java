package io.github.observability.business;

import org.jspecify.annotations.Nullable;

/**
 * A counter of business events, without span attributes or log lines. In a transaction,
 * it counts after the commit and never after a rollback.
 *
 * @see BusinessMetrics#counter(String, String, String...)
 * @see BusinessEvents
 */
public interface BusinessCounter {

	/**
	 * Count one event.
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void increment(@Nullable String... tagValues);

	/**
	 * Count several events.
	 * @param count the number of events; a negative number is rejected, as a counter
	 * never decreases
	 * @param tagValues the values of the declared tags, in their order; {@code null}
	 * counts as {@code none}
	 */
	void add(long count, @Nullable String... tagValues);

	/**
	 * Deduplicate a count, as {@link BusinessEvents#once(String)} does. Keys of another
	 * meter are others.
	 * @param key the key, such as an order number, null or blank without one
	 * @return this counter for that key, to be used once
	 */
	BusinessCounter once(@Nullable String key);

}
