package io.github.observability.context;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Makes the {@link RequestLogContext} of a request.
 */
final class RequestLogContextFactory {

	private final String requestIdHeader;

	private final List<String> headers;

	private final List<String> headerKeys;

	RequestLogContextFactory(ContextProperties properties) {
		this.requestIdHeader = properties.requestId().header();
		this.headers = List.copyOf(properties.headers().keySet());
		this.headerKeys = this.headers.stream().map(properties.headers()::get).toList();
	}

	String requestIdHeader() {
		return this.requestIdHeader;
	}

	RequestLogContext create(HttpServletRequest request) {
		return new RequestLogContext(request, this.requestIdHeader, this.headers, this.headerKeys);
	}

}
