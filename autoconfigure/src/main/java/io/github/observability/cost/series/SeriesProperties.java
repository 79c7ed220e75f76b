package io.github.observability.cost.series;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the limits of series. A series is one meter with one set of tags.
 *
 * @param enabled Whether the number of series is limited.
 * @param maxTagValues Number of values that a tag of a meter may take.
 * @param maxSeries Number of series that a meter may have.
 * @param maxTotal Number of series that all meters may have together.
 * @param maxTagValuesByMeter Number of values that a tag may take, by the name of the
 * meter or its first words; the longest match applies.
 * @param maxSeriesByMeter Number of series that a meter may have, by the name of the
 * meter or its first words; the longest match applies.
 */
@ConfigurationProperties(SeriesProperties.PREFIX)
record SeriesProperties(@DefaultValue("true") boolean enabled, @DefaultValue("100") int maxTagValues,
		@DefaultValue("1000") int maxSeries, @DefaultValue("20000") int maxTotal,
		@DefaultValue Map<String, Integer> maxTagValuesByMeter, @DefaultValue Map<String, Integer> maxSeriesByMeter) {

	static final String PREFIX = "observability.cost.series";

	SeriesProperties {
		requirePositive("max-tag-values", maxTagValues);
		requirePositive("max-series", maxSeries);
		requirePositive("max-total", maxTotal);
		maxTagValuesByMeter.forEach((meter, max) -> requirePositive("max-tag-values-by-meter." + meter, max));
		maxSeriesByMeter.forEach((meter, max) -> requirePositive("max-series-by-meter." + meter, max));
	}

	private static void requirePositive(String key, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("'" + PREFIX + "." + key + "' must be at least 1, but was " + value);
		}
	}

	int maxTagValues(String meter) {
		return longest(this.maxTagValuesByMeter, meter, this.maxTagValues);
	}

	int maxSeries(String meter) {
		return longest(this.maxSeriesByMeter, meter, this.maxSeries);
	}

	/** Boot finds the settings of a meter in the same way. */
	private static int longest(Map<String, Integer> limits, String meter, int otherwise) {
		String name = meter;
		while (!name.isEmpty() && !limits.isEmpty()) {
			Integer limit = limits.get(name);
			if (limit != null) {
				return limit;
			}
			name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
		}
		return otherwise;
	}

}
