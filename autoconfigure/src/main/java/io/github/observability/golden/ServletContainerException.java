package io.github.observability.golden;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes exceptions of servlet containers that are not errors of the application.
 */
final class ServletContainerException {

	private static final Set<String> CLIENT_ABORTS = Set.of("org.apache.catalina.connector.ClientAbortException",
			"org.eclipse.jetty.io.EofException",
			"org.springframework.web.context.request.async.AsyncRequestNotUsableException");

	/**
	 * Calls to other services, whose connections may use the same container's library.
	 */
	private static final Set<String> CALLS = Set.of("org.springframework.web.client.RestClientException",
			"org.springframework.web.reactive.function.client.WebClientException",
			"org.springframework.dao.DataAccessException", "org.springframework.messaging.MessagingException");

	/** Tomcat throws it at the reader of a parameter and recognizes it unwrapped only. */
	private static final String TOMCAT_MALFORMED = "org.apache.tomcat.util.http.InvalidParameterException";

	/** Jetty throws it and looks for it among the causes. */
	private static final String JETTY_MALFORMED = "org.eclipse.jetty.http.BadMessageException";

	/** A chain of causes may be a ring. */
	private static final int MAX_DEPTH = 20;

	private ServletContainerException() {
	}

	/**
	 * Whether a request failed because its client disconnected. Only exceptions that a
	 * container throws at the reader of the request or the writer of the response count:
	 * a database or a called service that closes its connection is an error of this
	 * service. Spring's {@code DisconnectedClientHelper} also goes by the message, which
	 * is the same for both.
	 */
	static boolean isClientAbort(Throwable failure) {
		Throwable current = failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (isOneOf(current.getClass(), CALLS)) {
				return false;
			}
			if (isOneOf(current.getClass(), CLIENT_ABORTS)) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

	/**
	 * Whether the container responds with 400 instead of 500 to an exception, because the
	 * request is malformed: it has a parameter that cannot be decoded, for example. The
	 * container does so after the filters have returned, which is too late to see.
	 */
	static boolean isMalformedRequest(Throwable failure) {
		if (failure.getClass().getName().equals(TOMCAT_MALFORMED)) {
			return !isClientAbort(failure);
		}
		Throwable current = failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (current.getClass().getName().equals(JETTY_MALFORMED)) {
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
