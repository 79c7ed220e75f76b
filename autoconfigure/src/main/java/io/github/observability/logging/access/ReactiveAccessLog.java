package io.github.observability.logging.access;

import java.util.function.Supplier;

import io.github.observability.BootNames;
import io.github.observability.HttpNames;
import io.github.observability.logging.masking.Masking;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Access lines of requests that WebFlux serves.
 */
final class ReactiveAccessLog extends AccessLog<ServerRequestObservationContext> {

	private static final int INTERNAL_ERROR = 500;

	/** Spring's names of attributes, whose classes need not be there. */
	private static final String HANDLER = "org.springframework.web.reactive.HandlerMapping.bestMatchingHandler";

	private static final String HANDLED = BootNames.WEBFLUX_ERROR_ATTRIBUTES + ".ERROR";

	private final String requestIdHeader;

	ReactiveAccessLog(AccessLogProperties settings, Masking masking, Supplier<HttpNames> names,
			String requestIdHeader) {
		super(settings, masking, names);
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

	@Override
	@Nullable String path(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return (request != null) ? request.getURI().getRawPath() : null;
	}

	@Override
	boolean isStaticResource(ServerRequestObservationContext context) {
		Object handler = context.getAttributes().get(HANDLER);
		return handler != null && handler.getClass().getSimpleName().equals("ResourceWebHandler");
	}

	/** Boot's error handler reports each exception that makes a response a 500. */
	@Override
	boolean isReported(ServerRequestObservationContext context, int status) {
		return status == INTERNAL_ERROR && context.getAttributes().containsKey(HANDLED);
	}

}
