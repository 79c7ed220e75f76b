package io.github.observability.tracing.sampling;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * {@link RequestReader} for WebFlux.
 */
final class ReactiveRequestReader implements RequestReader {

	@Override
	public boolean supports(Object carrier) {
		return carrier instanceof ServerHttpRequest;
	}

	@Override
	public PathContainer path(Object request) {
		return ((ServerHttpRequest) request).getPath().pathWithinApplication();
	}

	@Override
	public String method(Object request) {
		return ((ServerHttpRequest) request).getMethod().name();
	}

}
