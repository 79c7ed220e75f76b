package io.github.observability.cost.series;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterFilter} that limits the number of series: the values of a tag, the
 * combinations of tags of a meter, and all series together. What is beyond is recorded in
 * a series whose tags are {@code other}, so that totals stay exact. A gauge has no total;
 * it is not registered.
 * <p>
 * A registry finds a meter without its filters only by the id that created it. All other
 * ids pass the filters at each look-up, so a series that collapsed is found here without
 * a lock and without garbage.
 */
final class SeriesGuard implements MeterFilter, SeriesLimits {

	/** Meters of the starter have limits of their own. */
	private static final String OURS = "observability.";

	/** Names beyond are not limited; only a name that contains values gets there. */
	private static final int MAX_NAMES = 10_000;

	private final SeriesProperties limits;

	private final Predicate<Meter.Id> exempt;

	private final SeriesReporter reporter;

	private final Map<String, GuardedMeter> meters = new ConcurrentHashMap<>();

	private final AtomicInteger series = new AtomicInteger();

	/**
	 * Create a filter.
	 * @param limits the limits
	 * @param exempt whether a meter is not limited, because something else limits or
	 * denies it; asked when it reaches a limit
	 * @param reporter learns what collapses
	 */
	SeriesGuard(SeriesProperties limits, Predicate<Meter.Id> exempt, SeriesReporter reporter) {
		this.limits = limits;
		this.exempt = exempt;
		this.reporter = reporter;
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		GuardedMeter meter = this.meters.get(id.getName());
		if (meter == null) {
			meter = create(id.getName());
		}
		return (meter != null) ? meter.map(id) : id;
	}

	private @Nullable GuardedMeter create(String name) {
		if (name.startsWith(OURS) || this.meters.size() >= MAX_NAMES) {
			return null;
		}
		return this.meters.computeIfAbsent(name, (key) -> new GuardedMeter(key, this.limits.maxTagValues(key),
				this.limits.maxSeries(key), this, this.reporter));
	}

	/**
	 * Deny a gauge that is beyond a limit. One of many gauges would stand for all of
	 * them.
	 */
	@Override
	public MeterFilterReply accept(Meter.Id id) {
		if (id.getType() != Meter.Type.GAUGE) {
			return MeterFilterReply.NEUTRAL;
		}
		GuardedMeter meter = this.meters.get(id.getName());
		return (meter != null && meter.isCollapsed(id)) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
	}

	/**
	 * Make room for another series in place of one that was removed from its registry.
	 * @param id the id of the removed meter
	 */
	void removed(Meter.Id id) {
		GuardedMeter meter = this.meters.get(id.getName());
		if (meter != null) {
			meter.removed(id);
		}
	}

	@Override
	public void denied(String name) {
		GuardedMeter meter = this.meters.get(name);
		if (meter != null) {
			meter.deny();
		}
	}

	boolean isExempt(Meter.Id id) {
		return this.exempt.test(id);
	}

	int maxTotal() {
		return this.limits.maxTotal();
	}

	/** Reserve a place among all series. */
	boolean reserve() {
		int current = this.series.get();
		while (current < this.limits.maxTotal()) {
			if (this.series.compareAndSet(current, current + 1)) {
				return true;
			}
			current = this.series.get();
		}
		return false;
	}

	void release(int places) {
		this.series.addAndGet(-places);
	}

	int series() {
		return this.series.get();
	}

}
