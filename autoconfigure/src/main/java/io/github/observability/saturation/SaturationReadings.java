package io.github.observability.saturation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readings of one pass. A value that makes no sense is ignored.
 */
public final class SaturationReadings {

	private static final Logger logger = LoggerFactory.getLogger(SaturationReadings.class);

	/** Enough for every file of the kernel and every source. */
	private static final int MAX_REPORTED = 100;

	private final Map<String, ResourceUse> uses = new LinkedHashMap<>();

	private final Map<Total, Double> totals = new HashMap<>();

	private final long nanos;

	private final Set<String> reported;

	/**
	 * Create an instance.
	 * @param nanos the time of the pass, on a monotonic clock
	 * @param reported the names reported by earlier passes, to which this pass adds
	 */
	SaturationReadings(long nanos, Set<String> reported) {
		this.nanos = nanos;
		this.reported = reported;
	}

	/**
	 * Return the share of a limit that is used.
	 * @param used how much is in use
	 * @param limit how much there is
	 * @return the share from 0 to 1, {@code null} if the numbers make no sense
	 */
	public static @Nullable Double ratio(double used, double limit) {
		if (used >= 0 && limit > 0 && limit < Double.POSITIVE_INFINITY) {
			return Math.min(1, used / limit);
		}
		return null;
	}

	private static boolean isAmount(double value) {
		return value >= 0 && value < Double.POSITIVE_INFINITY;
	}

	/**
	 * Return the time of the pass, on a monotonic clock.
	 * @return the time in nanoseconds
	 */
	public long nanos() {
		return this.nanos;
	}

	/**
	 * Add a resource. What is known of the same resource already stays.
	 * @param resource the name of the resource
	 * @param utilization the share in use, from 0 to 1; {@code null} if there is no limit
	 * @param saturation the work that has to wait; {@code null} if it is not known
	 * @param errors the number of failures for lack of the resource, since the start;
	 * {@code null} if it is not known
	 */
	public void use(String resource, @Nullable Double utilization, @Nullable Double saturation, @Nullable Long errors) {
		ResourceUse use = new ResourceUse(resource, (utilization != null) ? ratio(utilization, 1) : null,
				(saturation != null && isAmount(saturation)) ? saturation : null,
				(errors != null && errors >= 0) ? errors : null);
		if (!use.isEmpty()) {
			this.uses.merge(resource, use, ResourceUse::or);
		}
	}

	/**
	 * Add a limited resource.
	 * @param resource the name of the resource
	 * @param used how much is in use
	 * @param limit how much there is; without a limit the reading is ignored
	 */
	public void use(String resource, double used, double limit) {
		use(resource, ratio(used, limit), null, null);
	}

	/**
	 * Add a limited resource that work queues for.
	 * @param resource the name of the resource
	 * @param used how much is in use
	 * @param limit how much there is; without a limit the reading is ignored
	 * @param waiting how much waits; negative if it is not known
	 */
	public void use(String resource, double used, double limit, double waiting) {
		Double utilization = ratio(used, limit);
		if (utilization != null) {
			use(resource, utilization, waiting, null);
		}
	}

	/**
	 * Add the value of a monotonic counter.
	 * @param meter the meter
	 * @param tags its tags
	 * @param total the total
	 */
	public void total(SaturationMeter meter, Tags tags, double total) {
		if (isAmount(total)) {
			this.totals.put(new Total(meter, tags), total);
		}
	}

	/**
	 * Add the value of a monotonic counter without tags.
	 * @param meter the meter
	 * @param total the total
	 */
	public void total(SaturationMeter meter, double total) {
		total(meter, Tags.empty(), total);
	}

	/**
	 * Report once that something cannot be read.
	 * @param what the name of what cannot be read
	 * @param why the reason
	 */
	public void unreadable(String what, Object why) {
		if (this.reported.size() < MAX_REPORTED && this.reported.add(what)) {
			// As text, because SLF4J logs the stack trace of a throwable.
			logger.info("{} cannot be read and is left out as long as that is so: {}", what, String.valueOf(why));
		}
	}

	Map<String, ResourceUse> uses() {
		return this.uses;
	}

	Map<Total, Double> totals() {
		return this.totals;
	}

	/**
	 * A counter.
	 *
	 * @param meter the meter
	 * @param tags its tags
	 */
	record Total(SaturationMeter meter, Tags tags) {

	}

}
