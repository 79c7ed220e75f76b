package io.github.observability.logging.access;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Access lines of requests that WebFlux serves.
 */
final class ReactiveAccessLog extends AccessLog<ServerRequestObservationContext> {

	private final String requestIdHeader;

	ReactiveAccessLog(AccessLogProperties settings, String requestIdHeader) {
		super(settings);
		this.requestIdHeader = requestIdHeader;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	@Nullable String requestId(ServerRequestObservationContext context) {
		ServerHttpResponse response = context.getResponse();
		return (response != null) ? response.getHeaders().getFirst(this.requestIdHeader) : null;
	}

	@Override
	@Nullable String method(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod().name() : null;
	}

}
