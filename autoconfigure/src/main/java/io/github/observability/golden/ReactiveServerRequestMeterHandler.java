package io.github.observability.golden;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Records requests that WebFlux serves. It makes the context itself, so what is kept of a
 * request goes into the context's map.
 */
final class ReactiveServerRequestMeterHandler extends ServedRequestMeterHandler<ServerRequestObservationContext> {

	ReactiveServerRequestMeterHandler(MeterRegistry registry, ServedRequestMeters meters) {
		super(registry, meters);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	String method(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod().name() : "";
	}

	/**
	 * A WebSocket is one request for as long as it is open.
	 */
	@Override
	boolean isStream(Observation.Context context, RequestInFlight request) {
		return request.isStream() || (context instanceof ServerRequestObservationContext served
				&& served.getCarrier() != null
				&& "websocket".equalsIgnoreCase(served.getCarrier().getHeaders().getFirst(HttpHeaders.UPGRADE)));
	}

}
