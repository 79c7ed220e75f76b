package io.github.observability.business;

/**
 * Puts an event on the current span.
 */
@FunctionalInterface
interface EventSpan {

	/** Where there are no spans. */
	EventSpan NONE = (occurrence) -> {
	};

	void put(Occurrence occurrence);

}
