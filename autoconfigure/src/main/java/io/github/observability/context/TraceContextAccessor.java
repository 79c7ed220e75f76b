package io.github.observability.context;

import io.github.observability.ObservationSpan;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Span;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Propagates baggage and a span that was put in scope by hand, which the current
 * observation does not. Micrometer's own accessors for these write to the trace context
 * that all threads of a request share, and keep the tracer of one application for the
 * whole JVM.
 */
final class TraceContextAccessor implements ThreadLocalAccessor<TraceContextAccessor.Captured> {

	static final String KEY = TraceContextAccessor.class.getName();

	private static final ThreadLocal<@Nullable Opened> current = new ThreadLocal<>();

	private static final Opened NOTHING = new Opened(Scope.noop(), null);

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Captured getValue() {
		Context context = Context.current();
		if (context == Context.root()) {
			return null;
		}
		Observation observation = currentObservation();
		boolean propagated = observation != null && Baggage.fromContext(context).isEmpty()
				&& isSpanOf(observation, context);
		return propagated ? null : new Captured(context, observation);
	}

	private static boolean isSpanOf(Observation observation, Context context) {
		Span span = ObservationSpan.of(observation.getContextView());
		return span != null && span.context()
			.spanId()
			.equals(io.opentelemetry.api.trace.Span.fromContext(context).getSpanContext().getSpanId());
	}

	/**
	 * An operator of Reactor may have opened an observation of its own since. That one is
	 * closer to the running code than the captured one.
	 */
	@Override
	public void setValue(Captured value) {
		open((value.observation() == currentObservation()) ? value.context().makeCurrent() : Scope.noop());
	}

	/**
	 * Leaves the context of the observation: without baggage there is nothing else.
	 */
	@Override
	public void setValue() {
		open(Scope.noop());
	}

	private static void open(Scope scope) {
		Opened previous = current.get();
		current.set((previous == null && scope == Scope.noop()) ? NOTHING : new Opened(scope, previous));
	}

	@Override
	public void restore(Captured previous) {
		restore();
	}

	@Override
	public void restore() {
		Opened opened = current.get();
		if (opened == null) {
			return;
		}
		if (opened.previous() == null) {
			current.remove();
		}
		else {
			current.set(opened.previous());
		}
		opened.scope().close();
	}

	private static @Nullable Observation currentObservation() {
		return ObservationThreadLocalAccessor.getInstance().getValue();
	}

	/**
	 * The captured context.
	 *
	 * @param context OpenTelemetry's context
	 * @param observation the observation, if any
	 */
	record Captured(Context context, @Nullable Observation observation) {
	}

	/**
	 * A scope that is to be closed by the next restore.
	 *
	 * @param scope the scope
	 * @param previous the one to restore after it
	 */
	private record Opened(Scope scope, @Nullable Opened previous) {
	}

}
