package io.github.observability.context;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Finds the ids of the server span once its scope is closed. The container logs an
 * unhandled exception only then.
 */
final class EndedSpan {

	void restore(HttpServletRequest request, RequestLogContext logContext) {
		Object observed = request.getAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE);
		if (observed instanceof ServerRequestObservationContext context) {
			TracingObservationHandler.TracingContext tracing = context
				.get(TracingObservationHandler.TracingContext.class);
			Span span = (tracing != null) ? tracing.getSpan() : null;
			TraceContext ids = (span != null) ? span.context() : null;
			if (ids != null && !ids.traceId().isEmpty()) {
				logContext.putTraceIds(ids.traceId(), ids.spanId());
			}
		}
	}

}
