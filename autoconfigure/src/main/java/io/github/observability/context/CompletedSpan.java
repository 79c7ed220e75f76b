package io.github.observability.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.ObservationSpan;
import io.micrometer.tracing.Baggage;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Finds the ids and the baggage of the server span once its scope is closed. The
 * container logs an unhandled exception only then.
 */
final class CompletedSpan {

	private final ObjectProvider<Tracer> tracer;

	private final List<String> baggageFields;

	CompletedSpan(ObjectProvider<Tracer> tracer, List<String> baggageFields) {
		this.tracer = tracer;
		this.baggageFields = baggageFields;
	}

	void restore(HttpServletRequest request, RequestLogContext logContext) {
		Object observed = request.getAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE);
		if (observed instanceof ServerRequestObservationContext context) {
			TraceContext ids = ObservationSpan.ids(context);
			if (ids != null) {
				logContext.putTraceIds(ids.traceId(), ids.spanId(), baggage(ids));
			}
		}
	}

	private Map<String, String> baggage(TraceContext ids) {
		Tracer source = this.baggageFields.isEmpty() ? null : this.tracer.getIfAvailable();
		if (source == null) {
			return Map.of();
		}
		Map<String, String> baggage = new HashMap<>();
		for (String field : this.baggageFields) {
			Baggage entry = source.getBaggage(ids, field);
			String value = (entry != null) ? entry.get() : null;
			if (value != null) {
				baggage.put(field, value);
			}
		}
		return baggage;
	}

}
