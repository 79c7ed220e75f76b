package io.github.observability.logging;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Striped object pool whose size does not depend on the number of threads. An object
 * belongs to no thread, so a virtual thread, which often serves a single request, need
 * not create its own.
 *
 * @param <T> the type of the objects
 */
final class StripedObjectPool<T> {

	private static final int STRIPES = 64;

	/** References between two stripes, so that no two of them share a cache line. */
	private static final int DISTANCE = 16;

	private final AtomicReferenceArray<@Nullable T> stripes = new AtomicReferenceArray<>(STRIPES * DISTANCE);

	private final Supplier<T> factory;

	StripedObjectPool(Supplier<T> factory) {
		this.factory = factory;
	}

	/**
	 * Take an object, which nobody else has until it is given back.
	 * @return the object of the thread's stripe, or a new one if it is away
	 */
	T take() {
		T object = this.stripes.getAndSet(stripe(), null);
		return (object != null) ? object : this.factory.get();
	}

	/**
	 * Give an object back, in place of one that another thread may have given back.
	 * @param object an object that was taken
	 */
	void giveBack(T object) {
		this.stripes.setRelease(stripe(), object);
	}

	private static int stripe() {
		return (int) (Thread.currentThread().getId() & (STRIPES - 1)) * DISTANCE;
	}

}
