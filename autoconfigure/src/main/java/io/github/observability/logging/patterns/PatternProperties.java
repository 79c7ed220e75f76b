package io.github.observability.logging.patterns;

import java.time.Duration;

import io.github.observability.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for patterns of log lines.
 *
 * @param enabled Whether patterns of log lines are mined.
 * @param learning Time after startup in which a new pattern is not an event.
 */
@ConfigurationProperties(PatternProperties.PREFIX)
record PatternProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5m") Duration learning) {

	static final String PREFIX = "observability.logging.patterns";

	PatternProperties {
		if (learning.isNegative()) {
			throw new InvalidSettingException(PREFIX + ".learning", learning, "time does not run backward",
					"Use a duration such as 5m, or 0s to learn nothing.");
		}
	}

}
