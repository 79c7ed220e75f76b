package io.github.observability.cost;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.observability.cost.series.SeriesLimits;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link MeterFilter} that denies meters that nobody reads. The starter's own stay, as a
 * feature may rely on them, and so does everything if the file of used metrics is
 * ignored.
 */
final class UnreadMeterFilter implements MeterFilter {

	private static final Logger logger = LoggerFactory.getLogger(UnreadMeterFilter.class);

	private static final String STARTERS = "observability.";

	private final MetricReaders readers;

	private final Supplier<@Nullable SeriesLimits> limits;

	private final AtomicBoolean logged = new AtomicBoolean();

	/**
	 * Create a filter.
	 * @param readers who reads meters
	 * @param limits learns what is denied
	 */
	UnreadMeterFilter(MetricReaders readers, Supplier<@Nullable SeriesLimits> limits) {
		this.readers = readers;
		this.limits = limits;
	}

	@Override
	public MeterFilterReply accept(Meter.Id id) {
		if (this.readers.file().metrics() == null || id.getName().startsWith(STARTERS)
				|| this.readers.reader(id, true) != null) {
			return MeterFilterReply.NEUTRAL;
		}
		if (this.logged.compareAndSet(false, true)) {
			logger.info("Meters that nobody reads are not registered, the first of them '{}'", id.getName());
		}
		SeriesLimits limits = this.limits.get();
		if (limits != null) {
			limits.denied(id.getName());
		}
		return MeterFilterReply.DENY;
	}

}
