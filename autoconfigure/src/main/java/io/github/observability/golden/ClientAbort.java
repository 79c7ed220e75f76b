package io.github.observability.golden;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request failed because its client has gone. Only exceptions that a
 * container throws at whoever reads the request or writes the answer count: a database or
 * a called service that closes its connection is an error of this service. Spring's
 * {@code DisconnectedClientHelper} also goes by the message, which is the same for both.
 */
final class ClientAbort {

	private static final Set<String> TYPES = Set.of("org.apache.catalina.connector.ClientAbortException",
			"org.eclipse.jetty.io.EofException",
			"org.springframework.web.context.request.async.AsyncRequestNotUsableException");

	/**
	 * Calls to other services, whose connections may be of the same container's library.
	 */
	private static final Set<String> CALLS = Set.of("org.springframework.web.client.RestClientException",
			"org.springframework.web.reactive.function.client.WebClientException",
			"org.springframework.dao.DataAccessException", "org.springframework.messaging.MessagingException");

	/** A chain of causes may be a ring. */
	private static final int MAX_DEPTH = 20;

	private ClientAbort() {
	}

	static boolean isBehind(Throwable failure) {
		Throwable current = failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (isOneOf(current.getClass(), CALLS)) {
				return false;
			}
			if (isOneOf(current.getClass(), TYPES)) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

	private static boolean isOneOf(@Nullable Class<?> type, Set<String> names) {
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			if (names.contains(current.getName())) {
				return true;
			}
		}
		return false;
	}

}
