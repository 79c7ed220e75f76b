package io.github.observability.tracing;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link TextMapPropagator} around all others that applies the {@link Ingress policy} to
 * what they take from a request. Here is where the path of a request is known before its
 * span starts, on servlet containers and WebFlux alike.
 */
final class IngressPropagator implements TextMapPropagator {

	private static final Logger logger = LoggerFactory.getLogger(IngressPropagator.class);

	private final TextMapPropagator propagator;

	private final Ingress ingress;

	private final AtomicBoolean said = new AtomicBoolean();

	IngressPropagator(TextMapPropagator propagator, Ingress ingress) {
		this.propagator = propagator;
		this.ingress = ingress;
	}

	@Override
	public Collection<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.propagator.inject(context, carrier, setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Context extracted = this.propagator.extract(context, carrier, getter);
		if (carrier == null) {
			return extracted;
		}
		try {
			IngressSpan span = this.ingress.receive(extracted, carrier, getter);
			return (span != null) ? span.storeInContext(extracted) : extracted;
		}
		catch (RuntimeException ex) {
			if (this.said.compareAndSet(false, true)) {
				logger.warn("The ingress policy cannot be applied to a request, whose trace is taken as it is", ex);
			}
			return extracted;
		}
	}

}
