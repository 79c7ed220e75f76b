package io.github.observability.golden;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * {@link UnusualEndFilter} for requests that WebFlux serves.
 */
final class ReactiveUnusualEndFilter extends UnusualEndFilter {

	@Override
	@Nullable UnusualEnd find(Observation.Context context) {
		if (!(context instanceof ServerRequestObservationContext served)) {
			return null;
		}
		if (served.isConnectionAborted()) {
			return UnusualEnd.clientAbort();
		}
		return (served.getAttributes().get(HandledError.ATTRIBUTE) instanceof HandledError error) ? error.unusualEnd()
				: null;
	}

}
