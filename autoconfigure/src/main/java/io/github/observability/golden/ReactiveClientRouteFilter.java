package io.github.observability.golden;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.web.reactive.function.client.ClientRequestObservationContext;

/**
 * {@link ClientRouteFilter} for requests that a {@code WebClient} sends.
 */
final class ReactiveClientRouteFilter implements ObservationFilter {

	@Override
	public Observation.Context map(Observation.Context context) {
		return (context instanceof ClientRequestObservationContext) ? ClientRouteFilter.clean(context) : context;
	}

}
