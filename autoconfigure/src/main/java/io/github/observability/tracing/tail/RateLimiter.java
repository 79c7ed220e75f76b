package io.github.observability.tracing.tail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Rate limiter that allows bursts of up to ten seconds' worth. It is the generic cell
 * rate algorithm (ITU-T I.371), whose state is one number: the time at which the next
 * permit would be due at an even rate.
 */
final class RateLimiter {

	private static final long BURST = TimeUnit.SECONDS.toNanos(10);

	private final long interval;

	private final LongSupplier nanoTime;

	private final AtomicLong due;

	RateLimiter(int perMinute, LongSupplier nanoTime) {
		this.interval = (perMinute > 0) ? TimeUnit.MINUTES.toNanos(1) / perMinute : 0;
		this.nanoTime = nanoTime;
		this.due = new AtomicLong(nanoTime.getAsLong() - BURST);
	}

	/**
	 * Whether a permit is available, without acquiring it.
	 */
	boolean isAvailable() {
		return this.interval > 0 && this.due.get() - this.nanoTime.getAsLong() <= 0;
	}

	/**
	 * Acquire a permit. Two callers that acquire the last one at the same time both get
	 * it.
	 */
	void acquire() {
		long now = this.nanoTime.getAsLong();
		this.due.updateAndGet((due) -> Math.max(due - now, -BURST) + now + this.interval);
	}

}
