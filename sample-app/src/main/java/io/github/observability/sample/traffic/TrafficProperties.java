package io.github.observability.sample.traffic;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the traffic generator.
 *
 * @param enabled Whether requests are generated.
 * @param rate Requests per second.
 */
@ConfigurationProperties("rides.traffic")
record TrafficProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5") double rate) {

	TrafficProperties {
		if (!(rate > 0 && rate <= 1000)) {
			throw new IllegalArgumentException(
					"'rides.traffic.rate' must be above 0 and at most 1000, but was " + rate);
		}
	}

}
