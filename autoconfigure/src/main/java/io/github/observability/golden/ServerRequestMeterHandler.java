package io.github.observability.golden;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a served request in meters that were built before. It is asked before Boot's
 * handler, which therefore records nothing for these requests.
 */
final class ServerRequestMeterHandler implements MeterObservationHandler<GoldenServerRequestContext> {

	private static final Logger logger = LoggerFactory.getLogger(ServerRequestMeterHandler.class);

	private final MeterRegistry registry;

	private final Clock clock;

	private final InFlightRequests inFlight;

	private final LatencyTimers timers;

	private final Counter dropped;

	private final AtomicBoolean failed = new AtomicBoolean();

	ServerRequestMeterHandler(MeterRegistry registry, InFlightRequests inFlight) {
		this.registry = registry;
		this.clock = registry.config().clock();
		this.inFlight = inFlight;
		this.timers = new LatencyTimers(registry);
		this.dropped = Counter.builder(GoldenMeter.DROPPED.getName())
			.description(GoldenMeter.DROPPED.description())
			.register(registry);
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
			record(context, duration);
		}
	}

	private void record(GoldenServerRequestContext context, long duration) {
		try {
			this.timers.get(context).record(duration, TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException ex) {
			this.dropped.increment();
			if (this.failed.compareAndSet(false, true)) {
				logger.warn("A request could not be recorded as '{}'; this is said once, '{}' counts on",
						context.getName(), GoldenMeter.DROPPED.getName(), ex);
			}
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
