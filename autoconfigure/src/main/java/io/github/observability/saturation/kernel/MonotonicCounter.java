package io.github.observability.saturation.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Monotonic counter over raw numbers that may start again, as they do when the process
 * moves to another cgroup.
 */
final class MonotonicCounter {

	private final boolean fromZero;

	private @Nullable String origin;

	private long last;

	private long total;

	/**
	 * Create an instance.
	 * @param fromZero whether the first number counts whole, because all of it happened
	 * since the start of the process, or only marks the beginning
	 */
	MonotonicCounter(boolean fromZero) {
		this.fromZero = fromZero;
	}

	/**
	 * Add the increase since the previous number.
	 * @param raw the number, not negative
	 * @param origin the source of the number; a new source starts without an increase
	 * @return the increase
	 */
	long advance(long raw, String origin) {
		long rise = 0;
		if (this.origin == null) {
			rise = this.fromZero ? raw : 0;
		}
		else if (this.origin.equals(origin)) {
			rise = Math.max(0, raw - this.last);
		}
		this.origin = origin;
		this.last = raw;
		// Guards against an overflow by absurd numbers.
		this.total = Math.max(this.total, this.total + rise);
		return rise;
	}

	long total() {
		return this.total;
	}

}
