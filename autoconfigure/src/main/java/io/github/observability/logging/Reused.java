package io.github.observability.logging;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Objects that are used again, by one thread at a time. They belong to no thread: there
 * are no more of them than lines are written at once, and a virtual thread, which often
 * lives for a single request, need not make its own.
 *
 * @param <T> the type of the objects
 */
final class Reused<T> {

	/** Threads find different places, and these are not in one line of a cache. */
	private static final int PLACES = 64;

	private static final int DISTANCE = 16;

	private final AtomicReferenceArray<@Nullable T> kept = new AtomicReferenceArray<>(PLACES * DISTANCE);

	private final Supplier<T> factory;

	Reused(Supplier<T> factory) {
		this.factory = factory;
	}

	/**
	 * Take an object, which nobody else has until it is given back.
	 * @return one that was given back, or a new one
	 */
	T take() {
		T object = this.kept.getAndSet(place(), null);
		return (object != null) ? object : this.factory.get();
	}

	void giveBack(T object) {
		this.kept.setRelease(place(), object);
	}

	private static int place() {
		return (int) (Thread.currentThread().getId() & (PLACES - 1)) * DISTANCE;
	}

}
