package io.github.observability.tracing.sampling;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lowers probabilities so that about the allowed number of roots per second is sampled.
 * The demand of a second is the sum of the probabilities of all its roots, sampled or
 * not. In the next second probabilities are multiplied by the allowed number over that
 * demand; within a second the same applies once its own demand exceeds the limit. The
 * factor depends on the number of roots and never on the randomness of one, so
 * probability times factor is the probability that a root is sampled with, and adjusted
 * counts stay correct. A token bucket would sample with an unknown probability.
 */
final class RootRateLimiter {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/** Probabilities are summed in units of 2^-32. */
	private static final int SCALE = 32;

	private final double allowed;

	private final LongSupplier nanos;

	private final long start;

	private final AtomicLong second = new AtomicLong();

	private final AtomicLong asked = new AtomicLong();

	private volatile double factor = 1;

	/**
	 * Create a rate limiter.
	 * @param allowed the number of roots to sample per second, above 0
	 * @param nanos the clock, such as {@link System#nanoTime()}
	 */
	RootRateLimiter(double allowed, LongSupplier nanos) {
		this.allowed = allowed;
		this.nanos = nanos;
		this.start = nanos.getAsLong();
	}

	/**
	 * Return the factor for the probability of a root.
	 * @param probability its probability
	 * @return a factor above 0 and up to 1
	 */
	double factor(double probability) {
		long now = (this.nanos.getAsLong() - this.start) / SECOND;
		long current = this.second.get();
		if (now > current && this.second.compareAndSet(current, now)) {
			double last = toDouble(this.asked.getAndSet(0));
			this.factor = (now == current + 1 && last > this.allowed) ? this.allowed / last : 1;
		}
		double soFar = toDouble(this.asked.addAndGet((long) Math.scalb(probability, SCALE)));
		return (soFar > this.allowed) ? Math.min(this.factor, this.allowed / soFar) : this.factor;
	}

	private static double toDouble(long scaled) {
		return Math.scalb((double) scaled, -SCALE);
	}

}
