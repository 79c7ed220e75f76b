package io.github.observability.tracing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lowers probabilities so that about as many roots as allowed are sampled in a second.
 * What was asked for is the sum of the probabilities of all roots of a second, whether
 * they were sampled or not; the next second's probabilities are multiplied by what is
 * allowed over that, and within a second the same holds as soon as it has asked for more.
 * The factor depends on the number of roots only and never on the randomness of one, so
 * probability times factor is the probability that a root is sampled with, and counts
 * that are adjusted by it stay right. A token bucket would sample with a probability that
 * nobody knows.
 */
final class RootRateLimit {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/** Probabilities are added up in units of 2^-32. */
	private static final int SCALE = 32;

	private final double allowed;

	private final LongSupplier nanos;

	private final long start;

	private final AtomicLong second = new AtomicLong();

	private final AtomicLong asked = new AtomicLong();

	private volatile double factor = 1;

	/**
	 * Create a limit.
	 * @param allowed roots to sample in a second, above 0
	 * @param nanos a clock as {@link System#nanoTime()} is one
	 */
	RootRateLimit(double allowed, LongSupplier nanos) {
		this.allowed = allowed;
		this.nanos = nanos;
		this.start = nanos.getAsLong();
	}

	/**
	 * Return what to multiply the probability of a root by.
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
