package io.github.observability.logging.access;

import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.github.observability.logging.masking.Masking;
import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Access lines of requests that a servlet container serves.
 */
final class ServletAccessLog extends AccessLog<ServerRequestObservationContext> {

	/** Spring's names of attributes, whose classes need not be there. */
	private static final String HANDLER = "org.springframework.web.servlet.HandlerMapping.bestMatchingHandler";

	private static final String HANDLED = "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

	private final String requestIdHeader;

	ServletAccessLog(AccessLogProperties settings, Masking masking, Supplier<HttpNames> names, String requestIdHeader) {
		super(settings, masking, names);
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

	@Override
	@Nullable String path(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		return (request != null) ? request.getRequestURI() : null;
	}

	@Override
	boolean isStaticResource(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		Object handler = (request != null) ? request.getAttribute(HANDLER) : null;
		return handler != null && handler.getClass().getSimpleName().equals("ResourceHttpRequestHandler");
	}

	/** The container reports what no resolver of exceptions has handled. */
	@Override
	boolean isReported(ServerRequestObservationContext context, int status) {
		HttpServletRequest request = context.getCarrier();
		return context.getError() != null && request != null && request.getAttribute(HANDLED) == null;
	}

}
