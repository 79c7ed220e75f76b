package io.github.observability.context.propagation;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for what of the context goes to other services and is accepted from them.
 *
 * @param clients HTTP clients.
 * @param baggage Baggage.
 */
@ConfigurationProperties("observability.context")
record PropagationProperties(@DefaultValue Clients clients, @DefaultValue Baggage baggage) {

	/**
	 * Settings for HTTP clients.
	 *
	 * @param enabled Whether all HTTP clients that are beans are observed.
	 * @param hosts Hosts that receive trace headers, baggage and request id, such as
	 * '*.example.org'. If empty, every host does.
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
	 * Settings for baggage.
	 *
	 * @param restricted Whether only fields listed in
	 * 'management.tracing.baggage.remote-fields' are accepted from callers and sent.
	 * @param maxLength Maximum length of a value that is accepted from a caller. Longer
	 * values are ignored.
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
