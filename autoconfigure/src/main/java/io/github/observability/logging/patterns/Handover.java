package io.github.observability.logging.patterns;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Hands items from any thread to one, in a ring of fixed size. A thread that gives
 * neither waits nor tries again: if its place is taken, the item is dropped and counted.
 *
 * @param <T> the type of the items
 */
final class Handover<T> {

	private final AtomicReferenceArray<@Nullable T> places;

	private final AtomicLong next = new AtomicLong();

	private final LongAdder dropped = new LongAdder();

	/** Number of places that were visited so far. Only the thread that takes uses it. */
	private long taken;

	/**
	 * Create a ring.
	 * @param size number of places, a power of two
	 */
	Handover(int size) {
		this.places = new AtomicReferenceArray<>(size);
	}

	void give(T item) {
		int place = (int) this.next.getAndIncrement() & (this.places.length() - 1);
		if (!this.places.compareAndSet(place, null, item)) {
			this.dropped.increment();
		}
	}

	/** Takes what was given so far. An item on its way is taken the next time round. */
	void take(Consumer<T> consumer) {
		long end = this.next.get();
		// What came round more than once is in the same places.
		this.taken = Math.max(this.taken, end - this.places.length());
		for (; this.taken < end; this.taken++) {
			T item = this.places.getAndSet((int) this.taken & (this.places.length() - 1), null);
			if (item != null) {
				consumer.accept(item);
			}
		}
	}

	long droppedSoFar() {
		return this.dropped.sum();
	}

}
