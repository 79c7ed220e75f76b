package io.github.observability.defaults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.logging.LogFormat;
import io.github.observability.logging.LoggingProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ClassUtils;

/**
 * Defaults that switch Boot's logging to our format, where that can work: Logback is the
 * logging system, the encoder is there, and the user brings no Logback file.
 */
final class LoggingDefaults {

	private static final String LOGBACK_SYSTEM = "org.springframework.boot.logging.logback.LogbackLoggingSystem";

	private static final String ENCODER = "net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder";

	private static final String DEVTOOLS = "org.springframework.boot.devtools.restart.Restarter";

	private static final String FORMATTER = "io.github.observability.logging.JsonLogFormatter";

	private static final List<String> LOGBACK_FILES = List.of("logback-test.groovy", "logback-test.xml",
			"logback.groovy", "logback.xml", "logback-test-spring.groovy", "logback-test-spring.xml",
			"logback-spring.groovy", "logback-spring.xml");

	private final ConfigurableEnvironment environment;

	private final ClassLoader classLoader;

	LoggingDefaults(ConfigurableEnvironment environment, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.classLoader = (classLoader != null) ? classLoader : LoggingDefaults.class.getClassLoader();
	}

	Map<String, Object> of(LoggingProperties properties) {
		Map<String, Object> defaults = new HashMap<>();
		if (properties.enabled() && format(properties) != LogFormat.TEXT && isPossible()) {
			defaults.put("logging.structured.format.console", FORMATTER);
			defaults.put("logging.structured.format.file", FORMATTER);
			defaults.put("logging.structured.ecs.service.environment", deployment());
		}
		return defaults;
	}

	private LogFormat format(LoggingProperties properties) {
		LogFormat format = properties.format();
		if (format != null) {
			return format;
		}
		return isPresent(DEVTOOLS) ? LogFormat.TEXT : LogFormat.ECS;
	}

	private boolean isPossible() {
		return isPresent(ENCODER) && !hasLogbackFile()
				&& LoggingSystem.get(this.classLoader).getClass().getName().equals(LOGBACK_SYSTEM);
	}

	private boolean hasLogbackFile() {
		return this.environment.containsProperty("logging.config")
				|| LOGBACK_FILES.stream().anyMatch((file) -> new ClassPathResource(file, this.classLoader).exists());
	}

	/**
	 * The active profiles tell what the application was started for.
	 */
	private String deployment() {
		String[] profiles = this.environment.getActiveProfiles();
		return (profiles.length != 0) ? String.join(",", profiles) : "default";
	}

	private boolean isPresent(String className) {
		return ClassUtils.isPresent(className, this.classLoader);
	}

}
