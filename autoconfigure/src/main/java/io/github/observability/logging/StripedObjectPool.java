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

	/**
	 * Striped object pool whose size does not depend on the number of threads. An object
	 * belongs to no thread, so a virtual thread, which often serves a single request,
	 * need not create its own.
	 * @param <T> the type of the objects
	 */
	private static final int STRIPES = 64;

	private static final int DISTANCE = 16;

	private final AtomicReferenceArray<@Nullable T> stripes = new AtomicReferenceArray<>(STRIPES * DISTANCE);

	private final Supplier<T> factory;

	StripedObjectPool(Supplier<T> factory) {
		this.factory = factory;
	}

	/**
	 * Striped object pool whose size does not depend on the number of threads. An object
	 * belongs to no thread, so a virtual thread, which often serves a single request,
	 * need not create its own.
	 * @param <T> the type of the objects
	 */
	T take() {
		T object = this.stripes.getAndSet(stripe(), null);
		return (object != null) ? object : this.factory.get();
	}

	void giveBack(T object) {
		this.stripes.setRelease(stripe(), object);
	}

	private static int stripe() {
		return (int) (Thread.currentThread().getId() & (STRIPES - 1)) * DISTANCE;
	}

}
