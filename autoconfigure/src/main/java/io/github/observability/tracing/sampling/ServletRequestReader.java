package io.github.observability.tracing.sampling;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/**
 * {@link RequestReader} for servlet containers.
 */
final class ServletRequestReader implements RequestReader {

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
