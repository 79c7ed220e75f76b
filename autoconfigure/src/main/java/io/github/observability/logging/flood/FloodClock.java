package io.github.observability.logging.flood;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Time that never runs backward, and what it is on the wall.
 *
 * @param nanos the time in nanoseconds since an arbitrary moment
 * @param start the time at which the clock was made
 * @param startNanos the same in nanoseconds
 */
record FloodClock(LongSupplier nanos, Instant start, long startNanos) {

	static FloodClock system() {
		return of(System::nanoTime, Instant.now());
	}

	static FloodClock of(LongSupplier nanos, Instant start) {
		return new FloodClock(nanos, start, nanos.getAsLong());
	}

	/** Returns the nanoseconds since the start. */
	long now() {
		return this.nanos.getAsLong() - this.startNanos;
	}

	Instant instant(long now) {
		return this.start.plusNanos(now);
	}

}
