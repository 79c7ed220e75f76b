package io.github.observability.context;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link RequestLogContext} of a servlet request with the request.
 */
final class ServletRequestLogContext {

	static final String ATTRIBUTE = RequestLogContext.class.getName();

	private ServletRequestLogContext() {
	}

	static RequestLogContext create(RequestLogContextFactory factory, HttpServletRequest request) {
		RequestLogContext context = factory.create(request::getHeader);
		request.setAttribute(ATTRIBUTE, context);
		return context;
	}

	static @Nullable RequestLogContext of(HttpServletRequest request) {
		return (RequestLogContext) request.getAttribute(ATTRIBUTE);
	}

}
