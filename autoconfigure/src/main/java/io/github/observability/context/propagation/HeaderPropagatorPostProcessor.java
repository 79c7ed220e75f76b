package io.github.observability.context.propagation;

import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.opentelemetry.context.propagation.TextMapPropagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;

/**
 * Puts a {@link HeaderPropagator} in the place of Boot's propagator. One that the user
 * declared is left alone.
 */
final class HeaderPropagatorPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<TracingProperties> properties;

	private final ObjectProvider<OtelCurrentTraceContext> currentTraceContext;

	HeaderPropagatorPostProcessor(ObjectProvider<TracingProperties> properties,
			ObjectProvider<OtelCurrentTraceContext> currentTraceContext) {
		this.properties = properties;
		this.currentTraceContext = currentTraceContext;
	}

	/**
	 * Comes before what wraps propagators afterwards.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof TextMapPropagator propagator && HeaderPropagator.isBoots(propagator)) {
			return HeaderPropagator.create(this.properties.getObject(), this.currentTraceContext.getObject());
		}
		return bean;
	}

}
