package io.github.observability.defaults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import io.github.observability.logging.delivery.ResetListener;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Removes the starter's formatters from the system properties once the logging system has
 * read them. Boot copies its settings there, where they reach every application of a
 * servlet container, and a neighbor without the starter cannot start. Logback's context
 * keeps them for configuration files that it reads again.
 */
final class NeighborProtection implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final List<String> PROPERTIES = List.of("CONSOLE_LOG_STRUCTURED_FORMAT",
			"FILE_LOG_STRUCTURED_FORMAT");

	private static final String FORMATTERS = "io.github.observability.";

	private static final boolean LOGBACK = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			NeighborProtection.class.getClassLoader());

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		Map<String, String> ours = new TreeMap<>();
		for (String property : PROPERTIES) {
			String value = System.getProperty(property);
			if (value != null && value.startsWith(FORMATTERS)) {
				ours.put(property, value);
				System.clearProperty(property);
			}
		}
		if (LOGBACK && !ours.isEmpty()) {
			ContextProperties.keep(ours, event.getEnvironment());
		}
	}

	/**
	 * Restores the properties and the environment whenever the context is reset, which
	 * drops them, and adapts Boot's appenders whenever a Logback file is read again.
	 *
	 * @param properties the properties
	 * @param environment the environment
	 */
	private record ContextProperties(Map<String, String> properties,
			Environment environment) implements ResetListener, ConfigurationEventListener {

		static void keep(Map<String, String> properties, Environment environment) {
			if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
				context.getCopyOfListenerList()
					.stream()
					.filter(ContextProperties.class::isInstance)
					.map(ContextProperties.class::cast)
					.toList()
					.forEach((earlier) -> earlier.removeFrom(context));
				ContextProperties listener = new ContextProperties(properties, environment);
				context.addListener(listener);
				context.addConfigurationEventListener(listener);
				listener.onReset(context);
				BootAppenders.adapt(context, properties);
			}
		}

		private void removeFrom(LoggerContext context) {
			context.removeListener(this);
			context.removeConfigurationEventListener(this);
		}

		@Override
		public void listen(ConfigurationEvent event) {
			if (event.getEventType() == ConfigurationEvent.EventType.CONFIGURATION_ENDED_SUCCESSFULLY
					&& LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
				BootAppenders.adapt(context, this.properties);
			}
		}

		@Override
		public void onReset(LoggerContext context) {
			this.properties.forEach(context::putProperty);
			context.putObject(Environment.class.getName(), this.environment);
		}

	}

}
