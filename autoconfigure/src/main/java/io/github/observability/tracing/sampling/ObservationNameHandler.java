package io.github.observability.tracing.sampling;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

/**
 * {@link TracingObservationHandler} around another one that passes the name of the
 * observation to the sampler. Micrometer names spans only when they end.
 *
 * @param <T> the type of context that the other handler supports
 */
final class ObservationNameHandler<T extends Observation.Context> implements TracingObservationHandler<T> {

	private final TracingObservationHandler<T> handler;

	ObservationNameHandler(TracingObservationHandler<T> handler) {
		this.handler = handler;
	}

	@Override
	public void onStart(T context) {
		String name = context.getName();
		if (name == null || context.getParentObservation() != null) {
			this.handler.onStart(context);
			return;
		}
		HeadSampler.STARTING.set(name);
		try {
			this.handler.onStart(context);
		}
		finally {
			// Keeps the entry of the thread, which would be created for each observation.
			HeadSampler.STARTING.set(null);
		}
	}

	@Override
	public void onError(T context) {
		this.handler.onError(context);
	}

	@Override
	public void onEvent(Observation.Event event, T context) {
		this.handler.onEvent(event, context);
	}

	@Override
	public void onScopeOpened(T context) {
		this.handler.onScopeOpened(context);
	}

	@Override
	public void onScopeClosed(T context) {
		this.handler.onScopeClosed(context);
	}

	@Override
	@SuppressWarnings("deprecation")
	public void onScopeReset(T context) {
		this.handler.onScopeReset(context);
	}

	@Override
	public void onStop(T context) {
		this.handler.onStop(context);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.handler.supportsContext(context);
	}

	@Override
	public Tracer getTracer() {
		return this.handler.getTracer();
	}

}
