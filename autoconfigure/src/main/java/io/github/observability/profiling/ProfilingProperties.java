package io.github.observability.profiling;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for profiling.
 *
 * @param enabled Whether profiles can be taken. Nothing runs until a profile is
 * requested.
 * @param endpoint Endpoint that takes profiles.
 * @param continuous Profiles that are taken all the time, at a low rate.
 */
@ConfigurationProperties("observability.profiling")
record ProfilingProperties(@DefaultValue("true") boolean enabled, @DefaultValue Endpoint endpoint,
		@DefaultValue Continuous continuous) {

	static final String PREFIX = "observability.profiling";

	/**
	 * Endpoint that takes profiles.
	 *
	 * @param enabled Whether the endpoint takes profiles once it is exposed. If not set,
	 * it does so in development only.
	 */
	record Endpoint(@Nullable Boolean enabled) {

	}

	/**
	 * Profiles that are taken all the time, at a low rate.
	 *
	 * @param enabled Whether the application is profiled continuously.
	 * @param slowTraces Whether slow traces get an event with the frames that ran
	 * meanwhile.
	 * @param stateFile File that keeps the top frames across restarts, to compare them
	 * with those of the next version. Without one, there is no version to compare with.
	 */
	record Continuous(@DefaultValue("false") boolean enabled, @DefaultValue("true") boolean slowTraces,
			@Nullable String stateFile) {

	}

}
