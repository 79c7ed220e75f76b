package io.github.observability.golden;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Records requests that a servlet container serves.
 */
final class ServerRequestMeterHandler extends RequestMeterHandler<GoldenServerRequestContext> {

	ServerRequestMeterHandler(MeterRegistry registry, InFlightRequests inFlight) {
		super(registry, inFlight);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof GoldenServerRequestContext;
	}

	@Override
	String method(GoldenServerRequestContext context) {
		HttpServletRequest request = context.getCarrier();
		return (request != null) ? request.getMethod() : "";
	}

	@Override
	void started(GoldenServerRequestContext context, long nanos, LongAdder inFlight) {
		context.started(nanos, inFlight);
	}

	@Override
	long stopped(GoldenServerRequestContext context, long nanos) {
		return context.stopped(nanos);
	}

}
