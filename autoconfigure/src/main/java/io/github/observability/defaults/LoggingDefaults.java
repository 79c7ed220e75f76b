package io.github.observability.defaults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.BootNames;
import io.github.observability.logging.LogFormat;
import io.github.observability.logging.LoggingProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Defaults that switch Boot's logging to the starter's format. They apply if Logback is
 * the logging system and no Logback file of the application chooses another.
 */
final class LoggingDefaults {

	static final String FORMAT = "logging.structured.format.console";

	static final String FORMATTER = "io.github.observability.logging.JsonLogFormatter";

	static final String TEXT_FORMATTER = "io.github.observability.logging.TextLogFormatter";

	static final String PLAIN_TEXT_FORMATTER = "io.github.observability.logging.PlainTextLogFormatter";

	static final String ENVIRONMENT = "logging.structured.ecs.service.environment";

	static final List<String> LOGBACK_FILES = List.of("logback-test.groovy", "logback-test.xml", "logback.groovy",
			"logback.xml", "logback-test-spring.groovy", "logback-test-spring.xml", "logback-spring.groovy",
			"logback-spring.xml");

	private static final String LOGBACK_SYSTEM = BootNames.LOGBACK_SYSTEM;

	private static final String DEVTOOLS = BootNames.DEVTOOLS_RESTARTER;

	private final Environment environment;

	private final ClassLoader classLoader;

	LoggingDefaults(Environment environment, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.classLoader = (classLoader != null) ? classLoader : LoggingDefaults.class.getClassLoader();
	}

	Map<String, Object> values() {
		return Map.of(FORMAT, FORMATTER, "logging.structured.format.file", FORMATTER);
	}

	/**
	 * Returns the defaults for lines of text, except where the user has set a pattern.
	 */
	Map<String, Object> textValues() {
		Map<String, Object> values = new HashMap<>();
		if (!isSet("logging.pattern.console")) {
			values.put(FORMAT, TEXT_FORMATTER);
		}
		if (!isSet("logging.pattern.file")) {
			values.put("logging.structured.format.file", PLAIN_TEXT_FORMATTER);
		}
		return values;
	}

	/**
	 * Returns the name and version of the service, as far as the settings have none.
	 */
	Map<String, Object> service(SpringApplication application) {
		boolean named = isSet("spring.application.name");
		boolean versioned = isSet("spring.application.version");
		if (named && versioned) {
			return Map.of();
		}
		Artifact artifact = Artifact.of(application, this.classLoader);
		Map<String, Object> values = new HashMap<>();
		if (!named) {
			values.put("logging.structured.ecs.service.name", artifact.name());
		}
		if (!versioned && artifact.version() != null) {
			values.put("logging.structured.ecs.service.version", artifact.version());
		}
		return values;
	}

	/**
	 * Returns why the settings decline structured logging.
	 * @param properties the settings
	 * @return the reason, {@code null} if they do not
	 */
	@Nullable String declined(LoggingProperties properties) {
		if (!properties.enabled()) {
			return "'observability.logging.enabled' is false";
		}
		if (properties.format() == LogFormat.TEXT) {
			return "'observability.logging.format' is text";
		}
		if (properties.format() == null && isPresent(DEVTOOLS)) {
			return "devtools is present and 'observability.logging.format' is not set";
		}
		return null;
	}

	/**
	 * Returns why structured logging cannot work here.
	 * @return the reason, {@code null} if it can
	 */
	@Nullable String impossible() {
		String system = LoggingSystem.get(this.classLoader).getClass().getName();
		if (!system.equals(LOGBACK_SYSTEM)) {
			return "the logging system is " + ClassUtils.getShortName(system) + ", not Logback";
		}
		return null;
	}

	/**
	 * Returns why a Logback file of the application leaves no room for the starter's
	 * format, and what masks its lines.
	 * @return the reason, {@code null} if there is no such file
	 */
	@Nullable String ownFile() {
		String location = this.environment.getProperty("logging.config");
		if (StringUtils.hasText(location)) {
			return reason("'logging.config' names a file of yours",
					ApplicationResourceLoader.get(this.classLoader).getResource(location.strip()));
		}
		for (String file : LOGBACK_FILES) {
			Resource resource = new ClassPathResource(file, this.classLoader);
			if (resource.exists()) {
				return reason("'" + file + "' is on the class path", resource);
			}
		}
		return null;
	}

	private static @Nullable String reason(String file, Resource resource) {
		return switch (LogbackFile.read(resource)) {
			case MASKED -> null;
			case LOGSTASH ->
				file + ". Add the decorator 'io.github.observability.logging.encoder.LogstashMaskingDecorator' "
						+ "to its encoder to have secrets masked";
			case OWN ->
				file + ". Use the encoder 'io.github.observability.logging.encoder.LogEncoder' in its appenders "
						+ "to have secrets masked";
		};
	}

	/**
	 * Returns the active profiles, which say what the application was started for.
	 */
	String deployment() {
		String[] profiles = this.environment.getActiveProfiles();
		return (profiles.length != 0) ? String.join(",", profiles) : "default";
	}

	/** Whether a property has a value. Boot takes an empty one as not set. */
	private boolean isSet(String key) {
		return StringUtils.hasText(this.environment.getProperty(key));
	}

	private boolean isPresent(String className) {
		return ClassUtils.isPresent(className, this.classLoader);
	}

}
