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
 * What was read in one pass. A value that makes no sense is as good as none.
 */
final class SaturationReadings {

	private static final Logger logger = LoggerFactory.getLogger(SaturationReadings.class);

	/** Enough for every file of the kernel and every source. */
	private static final int MAX_SAID = 100;

	private final Map<String, ResourceUse> uses = new LinkedHashMap<>();

	private final Map<Total, Double> totals = new HashMap<>();

	private final long nanos;

	private final Set<String> said;

	/**
	 * Create an instance.
	 * @param nanos when the pass began, on a clock that never goes back
	 * @param said what was said of in passes before, to which what is said now is added
	 */
	SaturationReadings(long nanos, Set<String> said) {
		this.nanos = nanos;
		this.said = said;
	}

	/**
	 * Return the share of a limit that is in use.
	 * @param used how much is in use
	 * @param limit how much there is
	 * @return the share from 0 to 1, or {@code null} if it makes no sense
	 */
	static @Nullable Double ratio(double used, double limit) {
		if (used >= 0 && limit > 0 && limit < Double.POSITIVE_INFINITY) {
			return Math.min(1, used / limit);
		}
		return null;
	}

	long nanos() {
		return this.nanos;
	}

	void use(String resource, @Nullable Double utilisation, @Nullable Double saturation, @Nullable Long errors) {
		ResourceUse use = new ResourceUse(resource, utilisation, saturation, errors);
		if (!use.isEmpty()) {
			this.uses.merge(resource, use, ResourceUse::or);
		}
	}

	void use(String resource, double used, double limit) {
		use(resource, ratio(used, limit), null, null);
	}

	/**
	 * Take a resource that work queues for.
	 * @param resource name of the resource
	 * @param used how much is in use
	 * @param limit how much there is; without a limit nothing is taken
	 * @param waiting how much waits; below 0 if it is not known
	 */
	void use(String resource, double used, double limit, double waiting) {
		Double utilisation = ratio(used, limit);
		if (utilisation != null) {
			use(resource, utilisation, (waiting >= 0) ? waiting : null, null);
		}
	}

	void total(SaturationMeter meter, Tags tags, double total) {
		this.totals.put(new Total(meter, tags), total);
	}

	void total(SaturationMeter meter, double total) {
		total(meter, Tags.empty(), total);
	}

	/**
	 * Say once that something could not be read.
	 * @param what what it was
	 * @param why the reason
	 */
	void unreadable(String what, Object why) {
		if (this.said.size() < MAX_SAID && this.said.add(what)) {
			// As a text: a throwable would be taken for the stack trace to log.
			logger.info("{} cannot be read, so what it tells is left out while that is so: {}", what,
					String.valueOf(why));
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
