package io.github.observability.dashboards;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A meter that an application has.
 *
 * @param name the name in the application
 * @param metric the name in a scrape, without suffixes such as {@code _count}
 * @param kind how it is read
 * @param unit the base unit, {@code null} without one
 * @param histogram whether it has buckets
 * @param business whether the application declared it as a business meter
 * @param description what it measures, empty if unknown
 * @param labels the labels in a scrape, by the key of the tag
 * @param currencies the values of the tag {@code currency} seen so far
 */
record RecordedMeter(String name, String metric, MeterKind kind, @Nullable String unit, boolean histogram,
		boolean business, String description, Map<String, String> labels, List<String> currencies) {

	boolean hasTag(String key) {
		return this.labels.containsKey(key);
	}

	/**
	 * Return the label of a tag.
	 * @param keys keys of the tag, by different conventions
	 * @return the label of the first key that the meter has, {@code null} without any
	 */
	@Nullable String label(String... keys) {
		for (String key : keys) {
			String label = this.labels.get(key);
			if (label != null) {
				return label;
			}
		}
		return null;
	}

	/** The counter of a timer or a summary. */
	String count() {
		return this.metric + "_count";
	}

	/** The sum of a timer or a summary. */
	String sum() {
		return this.metric + "_sum";
	}

	/** The highest value of a timer or a summary in the last minutes. */
	String max() {
		return this.metric + "_max";
	}

	/** The buckets of a timer or a summary. */
	String bucket() {
		return this.metric + "_bucket";
	}

}
