package io.github.observability.business;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for business metrics.
 *
 * @param enabled Whether business metrics are available.
 * @param maxTagValues Number of values that one tag of a business meter can take before
 * further ones are counted as other.
 * @param maxSeries Number of series of one business meter before further ones are counted
 * as other.
 */
@ConfigurationProperties("observability.business")
record BusinessProperties(@DefaultValue("true") boolean enabled, @DefaultValue("100") int maxTagValues,
		@DefaultValue("1000") int maxSeries) {

	BusinessProperties {
		requirePositive("max-tag-values", maxTagValues);
		requirePositive("max-series", maxSeries);
	}

	private static void requirePositive(String key, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(
					"'observability.business." + key + "' must be at least 1, but was " + value);
		}
	}

}
