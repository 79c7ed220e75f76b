package io.github.observability.tracing;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * {@link ServedRequests} of WebFlux.
 */
final class ReactiveRequests implements ServedRequests {

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
