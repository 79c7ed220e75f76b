package io.github.observability.tracing;

import org.springframework.http.server.PathContainer;

/**
 * Reads the requests of a web framework.
 */
interface ServedRequests {

	/**
	 * Whether something is a request of the framework.
	 * @param carrier what carries the headers of a caller
	 * @return whether it is a request
	 */
	boolean supports(Object carrier);

	/**
	 * Return the path of a request within the application.
	 * @param request a request that is supported
	 * @return its path, which is decoded where it is matched
	 */
	PathContainer path(Object request);

	String method(Object request);

}
