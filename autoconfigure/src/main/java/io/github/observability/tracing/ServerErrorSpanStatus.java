package io.github.observability.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * {@link ObservationFilter} that sets the status of a request's span to ERROR if the
 * response is a server error without an exception, for example one that a handler
 * returned. It is a filter because filters are the last thing that an observation calls
 * before its span ends.
 */
final class ServerErrorSpanStatus implements ObservationFilter {

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext served && served.getError() == null
				&& SpanErrors.isError(served)) {
			HttpServletResponse response = served.getResponse();
			if (response != null && response.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
				SpanErrors.mark(served);
			}
		}
		return context;
	}

}
