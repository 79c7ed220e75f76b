package io.github.observability.tracing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the first root of each route in a minute. The number of routes is limited; what
 * is beyond the limit has no first one, is counted, and said once.
 */
final class RouteFloor {

	/**
	 * The route is not known.
	 */
	static final long NO_ROUTE = 0;

	private static final Logger logger = LoggerFactory.getLogger(RouteFloor.class);

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final int maxRoutes;

	private final LongSupplier nanos;

	private final long start;

	private final LongAdder dropped = new LongAdder();

	private final AtomicBoolean said = new AtomicBoolean();

	private volatile Minute minute;

	/**
	 * Create a floor.
	 * @param maxRoutes number of routes that are told apart in a minute
	 * @param nanos a clock as {@link System#nanoTime()} is one
	 */
	RouteFloor(int maxRoutes, LongSupplier nanos) {
		this.maxRoutes = maxRoutes;
		this.nanos = nanos;
		this.start = nanos.getAsLong();
		this.minute = new Minute(0, maxRoutes);
	}

	/**
	 * Whether a root is the first one of its route in this minute. It is for one caller
	 * only, however many ask at the same time.
	 * @param route the number of the route
	 * @return whether it is
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
		if (this.said.compareAndSet(false, true)) {
			logger.warn("More than {} routes were called in a minute, so not each has a trace: see "
					+ "'observability.tracing.sampling.floor.max-routes'", this.maxRoutes);
		}
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
