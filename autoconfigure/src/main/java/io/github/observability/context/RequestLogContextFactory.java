package io.github.observability.context;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Make the context of a request.
	 * @param request the request as its first header of a name
	 * @return the context
	 */
	RequestLogContext create(Function<String, @Nullable String> request) {
		return new RequestLogContext(request, this.requestIdHeader, this.headers, this.headerKeys);
	}

}
