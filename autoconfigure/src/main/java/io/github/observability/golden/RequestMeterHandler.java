package io.github.observability.golden;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Records a request in meters that were built before, whatever serves or sends it. It is
 * asked before Boot's handler, which therefore records nothing for these requests.
 *
 * @param <T> the context of the observation of a request
 */
abstract class RequestMeterHandler<T extends Observation.Context> implements MeterObservationHandler<T> {

	private final MeterRegistry registry;

	private final Clock clock;

	private final InFlightRequests inFlight;

	private final LatencyTimers timers;

	private final RecordingFaults faults;

	RequestMeterHandler(MeterRegistry registry, InFlightRequests inFlight, LatencyTimers timers,
			RecordingFaults faults) {
		this.registry = registry;
		this.clock = registry.config().clock();
		this.inFlight = inFlight;
		this.timers = timers;
		this.faults = faults;
	}

	/**
	 * Return the method of a request.
	 * @param context the context of its observation
	 * @return the method, empty if there is none
	 */
	abstract String method(T context);

	/**
	 * Make what is kept of a request.
	 * @param context the context of its observation
	 * @return what is kept of it
	 */
	RequestInFlight begin(T context) {
		RequestInFlight request = new RequestInFlight();
		context.put(RequestInFlight.class, request);
		return request;
	}

	/**
	 * Find what is kept of a request.
	 * @param context what a filter of the application made of its context
	 * @return what is kept of it, {@code null} if it cannot be found
	 */
	@Nullable RequestInFlight find(Observation.Context context) {
		return RequestInFlight.of(context);
	}

	@Override
	public final void onStart(T context) {
		RequestInFlight request = begin(context);
		request.start(this.clock, this.inFlight.of(method(context)));
		started(request);
	}

	void started(RequestInFlight request) {
	}

	@Override
	public final void onStop(T context) {
		RequestInFlight request = find(context);
		if (request == null || !request.end()) {
			return;
		}
		try {
			record(context, request, request.age());
		}
		catch (RuntimeException ex) {
			this.faults.report(context.getName(), ex);
		}
	}

	void record(Observation.Context context, RequestInFlight request, long durationNanos) {
		this.timers.get(context).record(durationNanos);
	}

	@Override
	public final void onEvent(Observation.Event event, T context) {
		Counter.builder(context.getName() + "." + event.getName())
			.tags(LatencyTimers.tags(context.getLowCardinalityKeyValues()))
			.register(this.registry)
			.increment();
	}

}
