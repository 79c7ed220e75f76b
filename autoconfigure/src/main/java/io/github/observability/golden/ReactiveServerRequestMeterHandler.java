package io.github.observability.golden;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Records requests that WebFlux serves. It makes the context itself, so what recording
 * needs goes into the context's map.
 */
final class ReactiveServerRequestMeterHandler extends RequestMeterHandler<ServerRequestObservationContext> {

	ReactiveServerRequestMeterHandler(MeterRegistry registry, InFlightRequests inFlight) {
		super(registry, inFlight);
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

	@Override
	void started(ServerRequestObservationContext context, long nanos, LongAdder inFlight) {
		context.put(Started.class, new Started(nanos, inFlight));
		inFlight.increment();
	}

	@Override
	long stopped(ServerRequestObservationContext context, long nanos) {
		// A client may abort while the answer is committed, each on a thread of its own.
		Started started = (Started) context.remove(Started.class);
		if (started == null) {
			return -1;
		}
		started.inFlight().decrement();
		return Math.max(0, nanos - started.nanos());
	}

	private record Started(long nanos, LongAdder inFlight) {
	}

}
