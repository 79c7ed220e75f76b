package io.github.observability.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * {@link ServerErrorSpanStatus} for WebFlux.
 */
final class ReactiveServerErrorSpanStatus implements ObservationFilter {

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext served && served.getError() == null
				&& SpanErrors.isError(served)) {
			ServerHttpResponse response = served.getResponse();
			HttpStatusCode status = (response != null) ? response.getStatusCode() : null;
			if (status != null && status.is5xxServerError()) {
				SpanErrors.mark(served);
			}
		}
		return context;
	}

}
