package io.github.observability.golden;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a served request in meters that were built before, whatever serves it. It is
 * asked before Boot's handler, which therefore records nothing for these requests.
 *
 * @param <T> the context of the observation of a request
 */
abstract class RequestMeterHandler<T extends Observation.Context> implements MeterObservationHandler<T> {

	private static final Logger logger = LoggerFactory.getLogger(RequestMeterHandler.class);

	private final MeterRegistry registry;

	private final Clock clock;

	private final InFlightRequests inFlight;

	private final LatencyTimers timers;

	private final Counter dropped;

	private final AtomicBoolean failed = new AtomicBoolean();

	RequestMeterHandler(MeterRegistry registry, InFlightRequests inFlight) {
		this.registry = registry;
		this.clock = registry.config().clock();
		this.inFlight = inFlight;
		this.timers = new LatencyTimers(registry);
		this.dropped = Counter.builder(GoldenMeter.DROPPED.getName())
			.description(GoldenMeter.DROPPED.description())
			.register(registry);
	}

	/**
	 * Return the method of a request.
	 * @param context the context of its observation
	 * @return the method, empty if there is none
	 */
	abstract String method(T context);

	/**
	 * Keep the start of a request.
	 * @param context the context of its observation
	 * @param nanos the time now
	 * @param inFlight the requests in flight, which it is one of from now on
	 */
	abstract void started(T context, long nanos, LongAdder inFlight);

	/**
	 * Mark a request as done.
	 * @param context the context of its observation
	 * @param nanos the time now
	 * @return its duration in nanoseconds, negative if it was marked before
	 */
	abstract long stopped(T context, long nanos);

	@Override
	public void onStart(T context) {
		started(context, this.clock.monotonicTime(), this.inFlight.of(method(context)));
	}

	@Override
	public void onStop(T context) {
		long duration = stopped(context, this.clock.monotonicTime());
		if (duration >= 0) {
			record(context, duration);
		}
	}

	private void record(T context, long duration) {
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
	public void onEvent(Observation.Event event, T context) {
		Counter.builder(context.getName() + "." + event.getName())
			.tags(LatencyTimers.tags(context.getLowCardinalityKeyValues()))
			.register(this.registry)
			.increment();
	}

}
