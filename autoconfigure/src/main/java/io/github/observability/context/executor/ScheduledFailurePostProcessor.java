package io.github.observability.context.executor;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Registers the {@link ScheduledFailureHandler} before Boot registers its handlers.
 * Handlers stop in reverse order, so this one stops last. The handler of the meters opens
 * the scope of the span once more and clears the MDC when it closes it.
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
