package io.github.observability.saturation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the saturation of resources.
 *
 * @param enabled Whether resource saturation is measured.
 * @param interval Time between two passes over all resources.
 * @param maxResources Maximum number of resources. Further ones are left out.
 * @param pinnedThreads Whether pinned virtual threads are recorded with Java Flight
 * Recorder.
 * @param forecast Whether the starter forecasts when a resource that is filling up is
 * exhausted.
 */
@ConfigurationProperties("observability.saturation")
record SaturationProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration interval,
		@DefaultValue("100") int maxResources, @DefaultValue("false") boolean pinnedThreads,
		@DefaultValue("true") boolean forecast) {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	SaturationProperties {
		if (interval.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException(
					"'observability.saturation.interval' must be at least 100ms, but was " + interval);
		}
		if (maxResources < 1) {
			throw new IllegalArgumentException(
					"'observability.saturation.max-resources' must be at least 1, but was " + maxResources);
		}
	}

}
