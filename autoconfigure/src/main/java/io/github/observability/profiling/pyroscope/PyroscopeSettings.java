package io.github.observability.profiling.pyroscope;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.pyroscope.javaagent.api.ConfigurationProvider;
import io.pyroscope.javaagent.impl.DefaultConfigurationProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * {@link ConfigurationProvider} with the agent's own settings, and what Spring Boot knows
 * where there is none.
 */
final class PyroscopeSettings implements ConfigurationProvider {

	private final ConfigurationProvider own;

	private final Map<String, String> known = new LinkedHashMap<>();

	PyroscopeSettings(Environment environment, PyroscopeProperties properties) {
		this(DefaultConfigurationProvider.INSTANCE, environment, properties);
	}

	PyroscopeSettings(ConfigurationProvider own, Environment environment, PyroscopeProperties properties) {
		this.own = own;
		this.known.put("PYROSCOPE_SERVER_ADDRESS", properties.serverAddress());
		this.known.put("PYROSCOPE_APPLICATION_NAME", environment.getProperty("spring.application.name", "application"));
		Map<String, String> labels = new LinkedHashMap<>();
		put("service_version", environment.getProperty("spring.application.version"), labels);
		put("deployment_environment", String.join("-", environment.getActiveProfiles()), labels);
		if (!labels.isEmpty()) {
			this.known.put("PYROSCOPE_LABELS",
					labels.entrySet()
						.stream()
						.map((label) -> label.getKey() + "=" + label.getValue())
						.collect(Collectors.joining(",")));
		}
	}

	/** The agent splits labels at these signs. */
	private static void put(String label, @Nullable String value, Map<String, String> labels) {
		if (value != null && !value.isBlank()) {
			labels.put(label, value.replace(',', '_').replace('=', '_').replace('{', '_').replace('}', '_'));
		}
	}

	@Override
	public @Nullable String get(String key) {
		String value = this.own.get(key);
		return (value != null) ? value : this.known.get(key);
	}

}
