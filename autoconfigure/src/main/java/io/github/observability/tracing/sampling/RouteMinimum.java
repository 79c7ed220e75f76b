package io.github.observability.tracing.sampling;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.github.observability.LogOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the first root of each route within a minute. The number of routes is limited.
 * Roots past the limit are counted, and the first one is logged.
 */
final class RouteMinimum {

	/**
	 * The route is unknown.
	 */
	static final long NO_ROUTE = 0;

	private static final Logger logger = LoggerFactory.getLogger(RouteMinimum.class);

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final int maxRoutes;

	private final LongSupplier nanos;

	private final long start;

	private final LongAdder dropped = new LongAdder();

	private final LogOnce overflow = new LogOnce(logger);

	private volatile Minute minute;

	/**
	 * Create a minimum per route.
	 * @param maxRoutes the number of routes that are distinguished within a minute
	 * @param nanos the clock, such as {@link System#nanoTime()}
	 */
	RouteMinimum(int maxRoutes, LongSupplier nanos) {
		this.maxRoutes = maxRoutes;
		this.nanos = nanos;
		this.start = nanos.getAsLong();
		this.minute = new Minute(0, maxRoutes);
	}

	/**
	 * Whether a root is the first one of its route in this minute. Only one of several
	 * concurrent callers gets {@code true}.
	 * @param route the number of the route
	 * @return whether it is the first
	 */
	boolean isFirst(long route) {
		if (route == NO_ROUTE) {
			return false;
		}
		Minute minute = current();
		if (minute.routes.contains(route)) {
			return false;
		}
		if (minute.left.getAndDecrement() > 0) {
			boolean first = minute.routes.add(route);
			if (!first) {
				minute.left.getAndIncrement();
			}
			return first;
		}
		this.dropped.increment();
		this.overflow.warn("More than {} routes were called within a minute, so some have no sampled trace; see "
				+ "'observability.tracing.sampling.minimum-per-route.max-routes'", this.maxRoutes);
		return false;
	}

	long dropped() {
		return this.dropped.sum();
	}

	private Minute current() {
		long now = (this.nanos.getAsLong() - this.start) / MINUTE;
		Minute minute = this.minute;
		return (minute.number >= now) ? minute : next(now);
	}

	private synchronized Minute next(long now) {
		if (this.minute.number < now) {
			this.minute = new Minute(now, this.maxRoutes);
		}
		return this.minute;
	}

	private static final class Minute {

		private final long number;

		private final AtomicInteger left;

		private final Set<Long> routes = ConcurrentHashMap.newKeySet();

		private Minute(long number, int maxRoutes) {
			this.number = number;
			this.left = new AtomicInteger(maxRoutes);
		}

	}

}
