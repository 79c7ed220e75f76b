package io.github.observability.context;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the context of a request.
 *
 * @param enabled Whether the context of a request is on its log lines and propagated.
 * @param requestId Request id.
 * @param userId User id.
 * @param headers MDC keys for request headers, by name of the header.
 * @param mdcKeys MDC keys of the application that are propagated to other threads.
 * @param executors Executors and schedulers.
 * @param messaging Messages of Kafka, RabbitMQ and JMS.
 */
@ConfigurationProperties("observability.context")
record ContextProperties(@DefaultValue("true") boolean enabled, @DefaultValue RequestId requestId,
		@DefaultValue UserId userId, @DefaultValue Map<String, String> headers, @DefaultValue List<String> mdcKeys,
		@DefaultValue Executors executors, @DefaultValue Messaging messaging) {

	/** A field name of RFC 9110, section 5.1. */
	private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	ContextProperties {
		headers.forEach((header, key) -> {
			requireHeader("observability.context.headers", header);
			requireMdcKey("observability.context.headers." + header, key);
		});
		mdcKeys.forEach((key) -> requireMdcKey("observability.context.mdc-keys", key));
	}

	private static void requireMdcKey(String property, String key) {
		if (key.isBlank() || ContextKey.isReserved(key)) {
			throw new IllegalArgumentException("'" + property + "' must name an MDC key that is neither blank nor "
					+ "one of " + ContextKey.reserved() + ", but was '" + key + "'");
		}
	}

	private static String nearestHeader(String header) {
		String nearest = header.strip().replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
		return nearest.isEmpty() ? "X-Request-Id" : nearest;
	}

	private static void requireHeader(String property, String header) {
		if (!HEADER_NAME.matcher(header).matches()) {
			throw new IllegalArgumentException("'" + property + "' must be the name of an HTTP header, but was '"
					+ header + "'; use '" + nearestHeader(header) + "'");
		}
	}

	/**
	 * Settings for the request id.
	 *
	 * @param header Header of the request that holds the request id, and of the response
	 * that returns it.
	 * @param send Whether HTTP clients and messages send the request id in the same
	 * header.
	 */
	record RequestId(@DefaultValue("X-Request-Id") String header, @DefaultValue("false") boolean send) {

		RequestId {
			requireHeader("observability.context.request-id.header", header);
		}

	}

	/**
	 * Settings for the user id.
	 *
	 * @param enabled Whether the id of the authenticated user is on log lines.
	 */
	record UserId(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Settings for executors and schedulers.
	 *
	 * @param enabled Whether executors and schedulers propagate the context to their
	 * threads.
	 */
	record Executors(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Settings for messages.
	 *
	 * @param enabled Whether all message templates and listeners that are beans are
	 * observed and Spring Integration channels propagate the context.
	 */
	record Messaging(@DefaultValue("true") boolean enabled) {
	}

}
