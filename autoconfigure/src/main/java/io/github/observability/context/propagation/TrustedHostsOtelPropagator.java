package io.github.observability.context.propagation;

import java.util.List;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.jspecify.annotations.Nullable;

/**
 * {@link OtelPropagator} that sends trace headers and baggage to {@link TrustedHosts}
 * only.
 */
final class TrustedHostsOtelPropagator extends OtelPropagator implements TrustedHosts.Guarded {

	private final TrustedHostsPropagator propagator;

	TrustedHostsOtelPropagator(OtelPropagator propagator, TrustedHosts hosts) {
		super(ContextPropagators.noop(), TracerProvider.noop().get(""));
		this.propagator = new TrustedHostsPropagator(propagator, hosts);
	}

	@Override
	public List<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> void inject(TraceContext context, @Nullable C carrier, Setter<C> setter) {
		this.propagator.inject(context, carrier, setter);
	}

	@Override
	public <C> Span.Builder extract(@Nullable C carrier, Getter<C> getter) {
		return this.propagator.extract(carrier, getter);
	}

}
