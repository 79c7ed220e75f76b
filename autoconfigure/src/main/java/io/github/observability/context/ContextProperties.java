package io.github.observability.context;

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
 */
@ConfigurationProperties("observability.context")
record ContextProperties(@DefaultValue("true") boolean enabled, @DefaultValue RequestId requestId,
		@DefaultValue UserId userId, @DefaultValue Map<String, String> headers) {

	/** A field name of RFC 9110, section 5.1. */
	private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	ContextProperties {
		headers.forEach((header, key) -> {
			requireHeader("observability.context.headers", header);
			if (key.isBlank() || ContextKey.isReserved(key)) {
				throw new IllegalArgumentException(
						"'observability.context.headers." + header + "' must name an MDC key that is neither blank nor "
								+ "one of " + ContextKey.reserved() + ", but was '" + key + "'");
			}
		});
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
	 */
	record RequestId(@DefaultValue("X-Request-Id") String header) {

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

}
