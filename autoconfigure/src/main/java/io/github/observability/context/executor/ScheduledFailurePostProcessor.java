package io.github.observability.context.executor;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives the {@link ScheduledFailureHandler} to registries before Boot gives them others.
 * The first handler is the last to be told of an end: that of the meters opens a scope of
 * the span once more, which clears the MDC.
 */
final class ScheduledFailurePostProcessor implements BeanPostProcessor {

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof ObservationRegistry registry) {
			registry.observationConfig().observationHandler(new ScheduledFailureHandler());
		}
		return bean;
	}

}
