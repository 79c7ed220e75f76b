package io.github.observability.defaults;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.observability.logging.LoggingProperties;
import io.github.observability.tracing.JavaAgent;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Puts the starter's defaults, where absent, into the {@code defaultProperties} source. A
 * source of our own would not do: added last it still beats what a
 * {@code @PropertySource} annotation of the user says, because those are added before
 * {@code defaultProperties} only.
 */
final class DefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	/** After configuration files are loaded, before the logging system starts. */
	private static final int ORDER = Ordered.LOWEST_PRECEDENCE;

	private static final String OPENTELEMETRY = "management.opentelemetry.enabled";

	private final Log log;

	DefaultsEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.log = logFactory.getLog(DefaultsEnvironmentPostProcessor.class);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		Map<String, Object> defaults = new LinkedHashMap<>();
		if (binder.bindOrCreate("observability.defaults", DefaultsProperties.class).enabled()) {
			for (BootDefault bootDefault : BootDefault.values()) {
				defaults.put(bootDefault.key(), bootDefault.value());
			}
		}
		addLogging(defaults, binder, new LoggingDefaults(environment, application.getClassLoader()));
		if (JavaAgent.isRunning(application.getClassLoader())) {
			defaults.put(OPENTELEMETRY, "false");
			this.log.info("An OpenTelemetry Java agent is running and traces: the tracing of Boot and of the starter "
					+ "is off, log lines carry the ids of the agent");
		}
		putIfAbsent(environment.getPropertySources(), defaults);
	}

	private void addLogging(Map<String, Object> defaults, Binder binder, LoggingDefaults logging) {
		LoggingProperties properties = binder.bindOrCreate("observability.logging", LoggingProperties.class);
		boolean text = logging.declined(properties) != null;
		if (!properties.enabled()) {
			return;
		}
		String impossible = logging.impossible();
		if (impossible == null) {
			defaults.putAll(text ? logging.textValues() : logging.values());
		}
		else if (!text) {
			this.log.info("Log output is left as it is: " + impossible);
		}
	}

	private static void putIfAbsent(MutablePropertySources sources, Map<String, Object> defaults) {
		PropertySource<?> present = sources.get(DefaultPropertiesPropertySource.NAME);
		Map<String, Object> merged = new HashMap<>(defaults);
		if (present instanceof MapPropertySource users) {
			merged.keySet().removeIf((key) -> isPresent(users, key));
			merged.putAll(users.getSource());
		}
		MapPropertySource source = new DefaultPropertiesPropertySource(merged);
		if (present != null) {
			sources.replace(DefaultPropertiesPropertySource.NAME, source);
		}
		else {
			sources.addLast(source);
		}
	}

	/**
	 * Whether the key is present in any of its spellings.
	 */
	private static boolean isPresent(PropertySource<?> source, String key) {
		ConfigurationPropertySource configured = ConfigurationPropertySource.from(source);
		return configured != null && configured.getConfigurationProperty(ConfigurationPropertyName.of(key)) != null;
	}

}
