package io.github.observability.sample.traffic;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the traffic generator.
 *
 * @param enabled Whether requests are generated.
 * @param rate Requests per second.
 * @param warmUp Time in which the rate rises, so that a cold JVM is not overrun.
 */
@ConfigurationProperties("rides.traffic")
record TrafficProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5") double rate,
		@DefaultValue("20s") Duration warmUp) {

	TrafficProperties {
		if (!(rate > 0 && rate <= 1000)) {
			throw new IllegalArgumentException(
					"'rides.traffic.rate' must be above 0 and at most 1000, but was " + rate);
		}
		if (warmUp.isNegative()) {
			throw new IllegalArgumentException("'rides.traffic.warm-up' must not be negative, but was " + warmUp);
		}
	}

}
