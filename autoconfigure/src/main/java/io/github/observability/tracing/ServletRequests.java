package io.github.observability.tracing;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/**
 * {@link ServedRequests} of a servlet container.
 */
final class ServletRequests implements ServedRequests {

	@Override
	public boolean supports(Object carrier) {
		return carrier instanceof HttpServletRequest;
	}

	@Override
	public PathContainer path(Object request) {
		HttpServletRequest served = (HttpServletRequest) request;
		return RequestPath.parse(served.getRequestURI(), served.getContextPath()).pathWithinApplication();
	}

	@Override
	public String method(Object request) {
		return ((HttpServletRequest) request).getMethod();
	}

}
