package io.github.observability.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Marks the span of a request that was answered with a server error as an error also
 * where no exception is known, as for a handler that returns such an answer. It is a
 * filter because that is what an observation calls last before its span ends.
 */
final class ServerErrorSpanStatus implements ObservationFilter {

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext served && served.getError() == null
				&& ErrorSpans.isError(served)) {
			HttpServletResponse response = served.getResponse();
			if (response != null && response.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
				ErrorSpans.mark(served);
			}
		}
		return context;
	}

}
