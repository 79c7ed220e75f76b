package io.github.observability.cost;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What telemetry is about: the features of an application that write lines, make spans
 * and have series.
 */
enum TelemetrySource {

	/** Requests that are served. */
	REQUESTS_SERVED("http.server", "tomcat", "jetty"),

	/** Requests that are sent. */
	REQUESTS_SENT("http.client", "httpcomponents"),

	/** Databases and what pools their connections. */
	DATABASES("jdbc", "hikaricp", "r2dbc", "spring.data", "hibernate", "mongodb", "lettuce", "redis", "datasource",
			"db.client"),

	/** Messages that are sent or handled. */
	MESSAGES("kafka", "spring.kafka", "rabbitmq", "spring.rabbit", "jms", "spring.integration", "messaging"),

	/** Executors and scheduled tasks. */
	TASKS("executor", "tasks", "scheduled", "quartz", "spring.batch"),

	/** Business events that the application declares. */
	BUSINESS,

	/** The virtual machine, the process and the host. */
	RUNTIME("jvm", "process", "system", "disk", "application", "logback", "log4j2"),

	/** What the starter adds. */
	STARTER("observability"),

	/** All else. */
	OTHER;

	private static final String ACCESS_LINES = "io.github.observability.access";

	private static final String BUSINESS_EVENTS = "io.github.observability.business.events";

	private static final String STARTERS = "io.github.observability.";

	private final List<String> prefixes;

	TelemetrySource(String... prefixes) {
		this.prefixes = List.of(prefixes);
	}

	/**
	 * Return the name by which reports show it.
	 * @return the name
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static TelemetrySource ofMeter(String name, Set<String> business) {
		if (business.contains(name)) {
			return BUSINESS;
		}
		for (TelemetrySource source : values()) {
			for (String prefix : source.prefixes) {
				if (name.startsWith(prefix) && (name.length() == prefix.length() || name.charAt(prefix.length()) == '.'
						|| name.charAt(prefix.length()) == '_')) {
					return source;
				}
			}
		}
		return OTHER;
	}

	static TelemetrySource ofLogger(String name) {
		if (name.equals(ACCESS_LINES)) {
			return REQUESTS_SERVED;
		}
		if (name.equals(BUSINESS_EVENTS)) {
			return BUSINESS;
		}
		return name.startsWith(STARTERS) ? STARTER : OTHER;
	}

}
