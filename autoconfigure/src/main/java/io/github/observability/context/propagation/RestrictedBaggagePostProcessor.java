package io.github.observability.context.propagation;

import io.github.observability.BootNames;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Restricts baggage where Boot collects the propagators, so that a propagator of the
 * application stays as it is and can be injected by its class. Where the application
 * collects them, each of them is replaced.
 */
final class RestrictedBaggagePostProcessor implements BeanPostProcessor {

	private final BeanFactory beans;

	private final ObjectProvider<PropagationProperties> properties;

	private final Environment environment;

	RestrictedBaggagePostProcessor(BeanFactory beans, ObjectProvider<PropagationProperties> properties,
			Environment environment) {
		this.beans = beans;
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Comes before what wraps all propagators afterwards.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		return (bean instanceof ContextPropagators propagators && beanName.equals(BootNames.PROPAGATORS_BEAN))
				? ContextPropagators.create(restricted(propagators.getTextMapPropagator())) : bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof TextMapPropagator propagator && !this.beans.containsBean(BootNames.PROPAGATORS_BEAN))
				? restricted(propagator) : bean;
	}

	private TextMapPropagator restricted(TextMapPropagator propagator) {
		return new RestrictedBaggagePropagator(propagator, BaggageFields.remote(this.environment),
				this.properties.getObject().baggage().maxLength());
	}

}
