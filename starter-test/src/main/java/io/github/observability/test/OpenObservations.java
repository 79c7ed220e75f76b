package io.github.observability.test;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import io.github.observability.tracing.analysis.TraceSpan;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;

/**
 * Observations that have not stopped. Their spans get their names only when they do.
 */
final class OpenObservations implements ObservationHandler<Observation.Context> {

	private final Set<Observation.Context> open = Collections
		.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

	@Override
	public void onStart(Observation.Context context) {
		this.open.add(context);
	}

	@Override
	public void onStop(Observation.Context context) {
		this.open.remove(context);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	void reset() {
		this.open.clear();
	}

	/**
	 * Name spans that have no name yet.
	 */
	List<TraceSpan> name(List<TraceSpan> spans) {
		return spans.stream().map(this::name).toList();
	}

	private TraceSpan name(TraceSpan span) {
		synchronized (this.open) {
			for (Observation.Context context : this.open) {
				TracingContext tracing = context.get(TracingContext.class);
				if (tracing != null && tracing.getSpan() != null
						&& span.spanId().equals(tracing.getSpan().context().spanId())) {
					String name = (context.getContextualName() != null) ? context.getContextualName()
							: context.getName();
					return new TraceSpan(span.traceId(), span.spanId(), span.parentSpanId(), span.remoteParent(),
							span.service(), (name != null) ? name : span.name(), span.kind(), span.startNanos(),
							span.endNanos(), span.failed(), span.attributes());
				}
			}
		}
		return span;
	}

}
