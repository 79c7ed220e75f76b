package io.github.observability.tracing.sampling;

import org.springframework.http.server.PathContainer;

/**
 * Reads the requests of one web framework.
 */
interface RequestReader {

	/**
	 * Whether an object is a request of the framework.
	 * @param carrier the object that carries the headers of a caller
	 * @return whether it is a request
	 */
	boolean supports(Object carrier);

	/**
	 * Return the path of a request within the application.
	 * @param request a supported request
	 * @return its path, decoded when it is matched
	 */
	PathContainer path(Object request);

	String method(Object request);

}
