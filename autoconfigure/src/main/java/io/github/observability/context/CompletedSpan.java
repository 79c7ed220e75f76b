package io.github.observability.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.LogOnce;
import io.github.observability.ObservationSpan;
import io.micrometer.tracing.Baggage;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.LoggerFactory;

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

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(CompletedSpan.class));

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

	/** There is a response already, which a tracer that fails must not replace. */
	private Map<String, String> baggage(TraceContext ids) {
		try {
			return readBaggage(ids);
		}
		catch (RuntimeException ex) {
			this.failure.warn("The baggage of a request that failed could not be read. Further failures are not logged",
					ex);
			return Map.of();
		}
	}

	private Map<String, String> readBaggage(TraceContext ids) {
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
