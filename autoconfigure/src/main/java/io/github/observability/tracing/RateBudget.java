package io.github.observability.tracing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many in a minute, spread evenly but for a burst of up to ten seconds' worth. It is
 * the generic cell rate algorithm (ITU-T I.371): one number, which is when the next would
 * be due if they came evenly.
 */
final class RateBudget {

	private static final long BURST = TimeUnit.SECONDS.toNanos(10);

	private final long interval;

	private final LongSupplier nanoTime;

	private final AtomicLong due;

	RateBudget(int perMinute, LongSupplier nanoTime) {
		this.interval = (perMinute > 0) ? TimeUnit.MINUTES.toNanos(1) / perMinute : 0;
		this.nanoTime = nanoTime;
		this.due = new AtomicLong(nanoTime.getAsLong() - BURST);
	}

	/**
	 * Whether there is one left, without taking it.
	 */
	boolean hasOne() {
		return this.interval > 0 && this.due.get() - this.nanoTime.getAsLong() <= 0;
	}

	/**
	 * Take one. Of two that take the last one at once both have it.
	 */
	void takeOne() {
		long now = this.nanoTime.getAsLong();
		this.due.updateAndGet((due) -> Math.max(due - now, -BURST) + now + this.interval);
	}

}
