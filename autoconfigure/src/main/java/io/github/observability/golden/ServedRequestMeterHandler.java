package io.github.observability.golden;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;

/**
 * Records a served request, a stream apart from all others.
 *
 * @param <T> the context of the observation of a request
 */
abstract class ServedRequestMeterHandler<T extends Observation.Context> extends RequestMeterHandler<T> {

	private final LongRunningRequests longRunning;

	private final StreamMeters streams;

	ServedRequestMeterHandler(MeterRegistry registry, ServedRequestMeters meters) {
		super(registry, meters.inFlight(), meters.latency(), meters.faults());
		this.longRunning = meters.longRunning();
		this.streams = meters.streams();
	}

	/**
	 * Whether the answer turned out to be a stream.
	 * @param context the context of the observation of a request
	 * @param request what is kept of the request
	 * @return whether it is one
	 */
	abstract boolean isStream(Observation.Context context, RequestInFlight request);

	@Override
	void started(RequestInFlight request) {
		request.countAmong(this.longRunning);
	}

	@Override
	void record(Observation.Context context, RequestInFlight request, long durationNanos) {
		if (isStream(context, request) || this.streams.isStreamRoute(context)) {
			this.streams.record(context, request, durationNanos);
			return;
		}
		super.record(context, request, durationNanos);
		this.longRunning.ended(durationNanos);
	}

}
