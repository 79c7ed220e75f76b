package io.github.observability.context;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the context of a request on its log lines.
 *
 * @param enabled Whether log lines carry the context of the request.
 * @param requestId Request id.
 * @param userId User id.
 * @param headers MDC keys for values of request headers, by the name of the header.
 * @param mdcKeys MDC keys of the application that go along to other threads.
 * @param executors Executors and schedulers.
 * @param clients HTTP clients.
 * @param messaging Messages of Kafka, RabbitMQ and JMS.
 * @param baggage Baggage.
 */
@ConfigurationProperties("observability.context")
record ContextProperties(@DefaultValue("true") boolean enabled, @DefaultValue RequestId requestId,
		@DefaultValue UserId userId, @DefaultValue Map<String, String> headers, @DefaultValue List<String> mdcKeys,
		@DefaultValue Executors executors, @DefaultValue Clients clients, @DefaultValue Messaging messaging,
		@DefaultValue Baggage baggage) {

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

	private static void requireHeader(String property, String header) {
		if (!HEADER_NAME.matcher(header).matches()) {
			throw new IllegalArgumentException(
					"'" + property + "' must be the name of an HTTP header, but was '" + header + "'");
		}
	}

	/**
	 * Settings for the request id.
	 *
	 * @param header Request header that a request id is taken from, and response header
	 * that it is sent back with.
	 * @param send Whether HTTP clients and messages send the request id on, in the same
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
	 * @param enabled Whether log lines carry the id of the authenticated user.
	 */
	record UserId(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Settings for executors and schedulers.
	 *
	 * @param enabled Whether executors and schedulers that are beans carry the context to
	 * their threads.
	 */
	record Executors(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Settings for HTTP clients.
	 *
	 * @param enabled Whether HTTP clients that are beans are observed, however they were
	 * made.
	 * @param hosts Hosts that trace headers, baggage and request id are sent to, as
	 * 'api.example.org' or '*.example.org'; all if empty.
	 */
	record Clients(@DefaultValue("true") boolean enabled, @DefaultValue List<String> hosts) {

		/** A name or address without scheme, port and path. */
		private static final Pattern HOST = Pattern.compile("(\\*\\.)?[A-Za-z0-9_.-]+|\\[[0-9a-fA-F:.]+]");

		Clients {
			for (String host : hosts) {
				if (!HOST.matcher(host).matches()) {
					throw new IllegalArgumentException("'observability.context.clients.hosts' must name hosts without "
							+ "scheme, port and path, such as api.example.org or *.example.org, but was '" + host
							+ "'");
				}
			}
		}

	}

	/**
	 * Settings for messages.
	 *
	 * @param enabled Whether templates and listeners of Kafka, RabbitMQ and JMS that are
	 * beans are observed, however they were made.
	 */
	record Messaging(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Settings for baggage.
	 *
	 * @param restricted Whether only the fields that
	 * 'management.tracing.baggage.remote-fields' lists are taken from callers and sent
	 * on.
	 * @param maxLength Number of characters up to which the value of a field is taken
	 * from a caller; a longer one is left out.
	 */
	record Baggage(@DefaultValue("true") boolean restricted, @DefaultValue("256") int maxLength) {

		Baggage {
			if (maxLength < 1) {
				throw new IllegalArgumentException(
						"'observability.context.baggage.max-length' must be at least 1, but was " + maxLength);
			}
		}

	}

}
