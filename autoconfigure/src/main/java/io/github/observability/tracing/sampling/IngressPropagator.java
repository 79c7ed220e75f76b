package io.github.observability.tracing.sampling;

import java.util.Collection;

import io.github.observability.LogOnce;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link TextMapPropagator} around all others that applies the {@link IngressSpanFactory
 * policy} to what they extract from a request. Extraction is the one place where the path
 * of a request is known before its span starts, on servlet containers and WebFlux alike.
 */
final class IngressPropagator implements TextMapPropagator {

	private static final Logger logger = LoggerFactory.getLogger(IngressPropagator.class);

	private final TextMapPropagator propagator;

	private final IngressSpanFactory ingress;

	private final LogOnce failure = new LogOnce(logger);

	IngressPropagator(TextMapPropagator propagator, IngressSpanFactory ingress) {
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
			this.failure.warn("A request could not be read to find its ingress policy; the strictest one applies, and "
					+ "further failures are not logged", ex);
			return this.ingress.unreadable(extracted).storeInContext(extracted);
		}
	}

}
