package io.github.observability.context;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Makes the {@link RequestLogContext} of a request.
 */
final class RequestLogContextFactory {

	private final String requestIdHeader;

	private final RequestIds requestIds;

	private final List<String> headers;

	private final List<String> headerKeys;

	private final List<String> mdcKeys;

	RequestLogContextFactory(ContextProperties properties, @Nullable RequestIdGenerator generator) {
		this.requestIds = new RequestIds(generator);
		this.requestIdHeader = properties.requestId().header();
		this.headers = List.copyOf(properties.headers().keySet());
		this.headerKeys = this.headers.stream().map(properties.headers()::get).toList();
		this.mdcKeys = List.copyOf(properties.mdcKeys());
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
		return new RequestLogContext(this.requestIds.acceptOrCreate(request.apply(this.requestIdHeader)), request,
				this.headers, this.headerKeys);
	}

	/**
	 * Remove the application's MDC keys from a thread that is done with a request, in
	 * case the code that put them has not.
	 */
	void removeMdcKeys() {
		for (String key : this.mdcKeys) {
			MDC.remove(key);
		}
	}

}
