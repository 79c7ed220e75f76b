package io.github.observability.saturation;

import org.jspecify.annotations.Nullable;

/**
 * A total that only rises, whatever the raw numbers do that it is made from: they are
 * others when the process comes to another cgroup.
 */
final class RisingTotal {

	private final boolean fromZero;

	private @Nullable String origin;

	private long last;

	private long total;

	/**
	 * Create an instance.
	 * @param fromZero whether the first number is taken whole, because all of it was
	 * since the start of the process, or only says where the count begins
	 */
	RisingTotal(boolean fromZero) {
		this.fromZero = fromZero;
	}

	/**
	 * Take what was added since the number before.
	 * @param raw the number, not negative
	 * @param origin where it comes from; what another origin had is not added
	 * @return by how much the total has risen
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
		// A file that has lost its mind does not make the total negative.
		this.total = Math.max(this.total, this.total + rise);
		return rise;
	}

	long total() {
		return this.total;
	}

}
