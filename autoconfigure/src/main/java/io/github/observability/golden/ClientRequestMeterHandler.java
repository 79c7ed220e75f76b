package io.github.observability.golden;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.observation.ClientRequestObservationContext;

/**
 * Records requests that a {@code RestClient} or {@code RestTemplate} sends.
 */
final class ClientRequestMeterHandler extends RequestMeterHandler<ClientRequestObservationContext> {

	ClientRequestMeterHandler(MeterRegistry registry, ClientRequestMeters meters) {
		super(registry, meters.inFlight(), meters.latency(), meters.faults());
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ClientRequestObservationContext;
	}

	@Override
	String method(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod().name() : "";
	}

}
