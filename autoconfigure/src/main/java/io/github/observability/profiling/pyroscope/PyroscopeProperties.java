package io.github.observability.profiling.pyroscope;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for Pyroscope's agent.
 *
 * @param enabled Whether Pyroscope's agent is started, if it is on the class path and not
 * running yet. Its own settings, such as PYROSCOPE_LABELS, take precedence.
 * @param serverAddress Address of the server that profiles are sent to.
 */
@ConfigurationProperties("observability.profiling.pyroscope")
record PyroscopeProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("http://localhost:4040") String serverAddress) {

	PyroscopeProperties {
		if (!serverAddress.startsWith("http://") && !serverAddress.startsWith("https://")) {
			throw new IllegalArgumentException(
					"'observability.profiling.pyroscope.server-address' must be an http or https URL, but was '"
							+ serverAddress + "'");
		}
	}

}
