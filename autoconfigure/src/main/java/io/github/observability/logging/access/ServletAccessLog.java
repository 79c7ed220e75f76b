package io.github.observability.logging.access;

import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Access lines of requests that a servlet container serves.
 */
final class ServletAccessLog extends AccessLog<ServerRequestObservationContext> {

	private final String requestIdHeader;

	ServletAccessLog(AccessLogProperties settings, String requestIdHeader) {
		super(settings);
		this.requestIdHeader = requestIdHeader;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	@Nullable String requestId(ServerRequestObservationContext context) {
		HttpServletResponse response = context.getResponse();
		return (response != null) ? response.getHeader(this.requestIdHeader) : null;
	}

	@Override
	@Nullable String method(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		return (request != null) ? request.getMethod() : null;
	}

}
