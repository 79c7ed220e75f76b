package io.github.observability.golden;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Records a served request in meters that were built before. It is asked before Boot's
 * handler, which therefore records nothing for these requests.
 */
final class ServerRequestMeterHandler implements MeterObservationHandler<GoldenServerRequestContext> {

	private final MeterRegistry registry;

	private final Clock clock;

	private final InFlightRequests inFlight;

	private final LatencyTimers timers;

	ServerRequestMeterHandler(MeterRegistry registry, InFlightRequests inFlight) {
		this.registry = registry;
		this.clock = registry.config().clock();
		this.inFlight = inFlight;
		this.timers = new LatencyTimers(registry);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof GoldenServerRequestContext;
	}

	@Override
	public void onStart(GoldenServerRequestContext context) {
		HttpServletRequest request = context.getCarrier();
		String method = (request != null) ? request.getMethod() : "";
		context.started(this.clock.monotonicTime(), this.inFlight.of(method));
	}

	@Override
	public void onStop(GoldenServerRequestContext context) {
		long duration = context.stopped(this.clock.monotonicTime());
		if (duration >= 0) {
			this.timers.get(context).record(duration, TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void onEvent(Observation.Event event, GoldenServerRequestContext context) {
		Counter.builder(context.getName() + "." + event.getName())
			.tags(LatencyTimers.tags(context.getLowCardinalityKeyValues()))
			.register(this.registry)
			.increment();
	}

}
