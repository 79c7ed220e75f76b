package io.github.observability.golden;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;

/**
 * Records requests that a {@code WebClient} sends.
 */
final class ReactiveClientRequestMeterHandler extends RequestMeterHandler<ClientRequestObservationContext> {

	ReactiveClientRequestMeterHandler(MeterRegistry registry, ClientRequestMeters meters) {
		super(registry, meters.inFlight(), meters.latency(), meters.faults());
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ClientRequestObservationContext;
	}

	@Override
	String method(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		return (request != null) ? request.method().name() : "";
	}

}
