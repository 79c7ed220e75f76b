package io.github.observability.logging.access;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for access lines.
 *
 * @param enabled Whether each served request writes an access line.
 * @param sampling Share of requests that write an access line, from 0 to 1. Errors and
 * slow requests always write one.
 * @param slowerThan Duration from which a request is slow.
 * @param ignoredRoutes Routes that write no access line unless the request fails or is
 * slow. The character * matches any text.
 * @param staticResources Whether static resources that were found write an access line.
 */
@ConfigurationProperties("observability.logging.access")
record AccessLogProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1.0") double sampling,
		@DefaultValue("1s") Duration slowerThan, @DefaultValue Set<String> ignoredRoutes,
		@DefaultValue("false") boolean staticResources) {

	AccessLogProperties {
		if (!(sampling >= 0 && sampling <= 1)) {
			throw new IllegalArgumentException(
					"'observability.logging.access.sampling' must be from 0 to 1, but was " + sampling);
		}
		if (slowerThan.isNegative()) {
			throw new IllegalArgumentException(
					"'observability.logging.access.slower-than' must not be negative, but was " + slowerThan);
		}
	}

}
