package io.github.observability.defaults;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.observability.logging.LoggingProperties;
import io.github.observability.tracing.JavaAgent;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Adds the starter's defaults to the {@code defaultProperties} source. A source of its
 * own would beat the {@code @PropertySource} annotations of the application: Boot moves
 * only {@code defaultProperties} behind them.
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
		Map<String, Object> defaults = new LinkedHashMap<>();
		if (DefaultsProperties.get(environment).enabled()) {
			for (BootDefault bootDefault : BootDefault.values()) {
				defaults.put(bootDefault.key(), bootDefault.value());
			}
		}
		defaults.putAll(CommonExport.values(environment));
		addLogging(defaults, environment, new LoggingDefaults(environment, application.getClassLoader()), application);
		if (JavaAgent.isRunning(application.getClassLoader())) {
			defaults.put(OPENTELEMETRY, "false");
			this.log.info("An OpenTelemetry Java agent records the traces: tracing by Boot and the starter is off, "
					+ "and log lines have the ids of the agent");
		}
		putIfAbsent(environment.getPropertySources(), defaults);
	}

	private void addLogging(Map<String, Object> defaults, ConfigurableEnvironment environment, LoggingDefaults logging,
			SpringApplication application) {
		LoggingProperties properties = LoggingProperties.get(environment);
		boolean text = logging.declined(properties) != null;
		if (!properties.enabled()) {
			return;
		}
		// Traces and meters name the service alike, whatever its lines look like.
		defaults.putAll(logging.service(application));
		defaults.put(LoggingDefaults.ENVIRONMENT, logging.deployment());
		String impossible = logging.impossible();
		if (impossible != null) {
			if (!text) {
				this.log.info("Log output is left as it is: " + impossible);
			}
			return;
		}
		String ownFile = logging.ownFile();
		String notice = (ownFile != null) ? "Log output is left as it is, without masking: " + ownFile
				: new LoggingNotice(environment).of(text);
		if (notice != null) {
			this.log.info(notice);
		}
		if (ownFile == null) {
			defaults.putAll(text ? logging.textValues() : logging.values());
		}
	}

	private static void putIfAbsent(MutablePropertySources sources, Map<String, Object> defaults) {
		PropertySource<?> present = sources.get(DefaultPropertiesPropertySource.NAME);
		if (present == null) {
			sources.addLast(new DefaultPropertiesPropertySource(defaults));
			return;
		}
		Map<String, Object> merged = new LinkedHashMap<>(defaults);
		merged.keySet().removeIf((key) -> isPresent(present, key));
		if (present instanceof MapPropertySource users) {
			merged.putAll(users.getSource());
			sources.replace(DefaultPropertiesPropertySource.NAME, new DefaultPropertiesPropertySource(merged));
		}
		else {
			sources.replace(DefaultPropertiesPropertySource.NAME, new LayeredDefaults(present, merged));
		}
	}

	/** Whether the key is present in any of its spellings. */
	private static boolean isPresent(PropertySource<?> source, String key) {
		ConfigurationPropertySource configured = ConfigurationPropertySource.from(source);
		return configured != null && configured.getConfigurationProperty(ConfigurationPropertyName.of(key)) != null;
	}

	/**
	 * The user's source, of any kind, with the starter's defaults below it.
	 */
	private static final class LayeredDefaults extends EnumerablePropertySource<PropertySource<?>> {

		private final Map<String, Object> defaults;

		LayeredDefaults(PropertySource<?> users, Map<String, Object> defaults) {
			super(users.getName(), users);
			this.defaults = Map.copyOf(defaults);
		}

		@Override
		public boolean containsProperty(String name) {
			return getSource().containsProperty(name) || this.defaults.containsKey(name);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			Object value = getSource().getProperty(name);
			return (value != null) ? value : this.defaults.get(name);
		}

		@Override
		public String[] getPropertyNames() {
			Set<String> names = new LinkedHashSet<>(this.defaults.keySet());
			if (getSource() instanceof EnumerablePropertySource<?> enumerable) {
				names.addAll(List.of(enumerable.getPropertyNames()));
			}
			return names.toArray(String[]::new);
		}

	}

}
