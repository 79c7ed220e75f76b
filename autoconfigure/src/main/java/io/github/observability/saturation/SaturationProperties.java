package io.github.observability.saturation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for saturation.
 *
 * @param enabled Whether it is told how full resources are.
 * @param period Time between two readings of all resources.
 * @param maxResources Number of resources told of before further ones are left out.
 * @param pinnedThreads Whether virtual threads that keep their carrier are told of, by a
 * stream of Java Flight Recorder.
 */
@ConfigurationProperties("observability.saturation")
record SaturationProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration period,
		@DefaultValue("100") int maxResources, @DefaultValue("false") boolean pinnedThreads) {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	SaturationProperties {
		if (period.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException(
					"'observability.saturation.period' must be at least 100ms, but was " + period);
		}
		if (maxResources < 1) {
			throw new IllegalArgumentException(
					"'observability.saturation.max-resources' must be at least 1, but was " + maxResources);
		}
	}

}
