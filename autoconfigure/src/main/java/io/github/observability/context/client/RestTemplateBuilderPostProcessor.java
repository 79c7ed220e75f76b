package io.github.observability.context.client;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.restclient.RestTemplateBuilder;

/**
 * {@link BeanPostProcessor} that has the templates of each {@link RestTemplateBuilder}
 * observed, also of one that the user declared without Boot's customizers.
 */
final class RestTemplateBuilderPostProcessor implements BeanPostProcessor {

	private final ClientObservations observations;

	RestTemplateBuilderPostProcessor(ClientObservations observations) {
		this.observations = observations;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof RestTemplateBuilder builder) ? builder.additionalCustomizers(this.observations::observe)
				: bean;
	}

}
