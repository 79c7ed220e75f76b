package io.github.observability.golden;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * Records requests of one kind in meters that are built in advance. It comes before
 * Boot's handler, which therefore records nothing for these requests.
 *
 * @param <T> the type of the context of their observations
 */
final class RequestMeterHandler<T extends Observation.Context> implements MeterObservationHandler<T> {

	private final Clock clock;

	private final RequestAccessor<T> accessor;

	private final RequestMeters meters;

	RequestMeterHandler(MeterRegistry registry, RequestAccessor<T> accessor, RequestMeters meters) {
		this.clock = registry.config().clock();
		this.accessor = accessor;
		this.meters = meters;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.accessor.type().isInstance(context);
	}

	@Override
	public void onStart(T context) {
		RequestState request = this.accessor.begin(context);
		String method = this.accessor.method().apply(context);
		request.start(this.clock, this.meters.inFlight().of((method != null) ? method : ""));
		LongRunningRequests longRunning = this.meters.longRunning();
		if (longRunning != null) {
			request.countAmong(longRunning);
		}
	}

	@Override
	public void onStop(T context) {
		RequestState request = this.accessor.find(context);
		if (request == null || !request.end()) {
			return;
		}
		try {
			record(context, request, request.age());
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.meters.faults().report(context.getName(), ex);
		}
	}

	private void record(Observation.Context context, RequestState request, long durationNanos) {
		StreamMeters streams = this.meters.streams();
		if (streams != null && (this.accessor.isStream(context, request) || streams.isStreamRoute(context))) {
			streams.record(context, request, durationNanos);
			return;
		}
		this.meters.latency().get(context).record(durationNanos);
		LongRunningRequests longRunning = this.meters.longRunning();
		if (longRunning != null) {
			longRunning.ended(durationNanos);
		}
	}

	@Override
	public void onEvent(Observation.Event event, T context) {
		try {
			this.meters.latency().events().count(context, event);
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.meters.faults().report(context.getName(), ex);
		}
	}

}
