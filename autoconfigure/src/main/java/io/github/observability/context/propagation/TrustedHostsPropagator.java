package io.github.observability.context.propagation;

import java.util.List;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * {@link Propagator} that sends trace headers and baggage to {@link TrustedHosts} only.
 */
final class TrustedHostsPropagator implements Propagator, TrustedHosts.Guarded {

	private final Propagator propagator;

	private final TrustedHosts hosts;

	TrustedHostsPropagator(Propagator propagator, TrustedHosts hosts) {
		this.propagator = propagator;
		this.hosts = hosts;
	}

	@Override
	public List<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> void inject(TraceContext context, @Nullable C carrier, Setter<C> setter) {
		if (this.hosts.allow(carrier)) {
			this.propagator.inject(context, carrier, setter);
		}
	}

	@Override
	public <C> Span.Builder extract(@Nullable C carrier, Getter<C> getter) {
		return this.propagator.extract(carrier, getter);
	}

}
