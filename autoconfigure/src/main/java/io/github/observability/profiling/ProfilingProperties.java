package io.github.observability.profiling;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for profiling.
 *
 * @param enabled Whether profiles can be taken. Nothing runs before somebody asks.
 * @param endpoint Endpoint that takes profiles.
 */
@ConfigurationProperties("observability.profiling")
record ProfilingProperties(@DefaultValue("true") boolean enabled, @DefaultValue Endpoint endpoint) {

	static final String PREFIX = "observability.profiling";

	/**
	 * Endpoint that takes profiles.
	 *
	 * @param enabled Whether the endpoint takes profiles once it is exposed. If not set,
	 * it does in development only.
	 */
	record Endpoint(@Nullable Boolean enabled) {

	}

}
