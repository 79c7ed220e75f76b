package io.github.observability.context.client;

import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * {@link BeanPostProcessor} that has each {@link RestTemplate}, {@link RestClient} and
 * builder observed if it was made without Boot's builder.
 */
final class RestClientPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(RestClientPostProcessor.class);

	private final ClientObservations observations;

	RestClientPostProcessor(ClientObservations observations) {
		this.observations = observations;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		boolean client = bean instanceof RestTemplate || bean instanceof RestClient
				|| bean instanceof RestClient.Builder;
		return client ? observed(bean, beanName) : bean;
	}

	private Object observed(Object bean, String beanName) {
		try {
			ObservationRegistry registry = this.observations.registry();
			return (registry != null && ClientFields.isUnobserved(bean)) ? observed(bean, registry) : bean;
		}
		catch (RuntimeException ex) {
			logger.warn("Requests of HTTP client '{}' do not propagate the trace", beanName, ex);
			return bean;
		}
	}

	private Object observed(Object bean, ObservationRegistry registry) {
		if (bean instanceof RestTemplate template) {
			this.observations.observe(template);
			return template;
		}
		if (bean instanceof RestClient client) {
			return observed(client.mutate(), registry).build();
		}
		return observed((RestClient.Builder) bean, registry);
	}

	private RestClient.Builder observed(RestClient.Builder builder, ObservationRegistry registry) {
		builder.observationRegistry(registry);
		if (!ClientFields.hasConvention(builder)) {
			builder.observationConvention(this.observations.convention());
		}
		return builder;
	}

}
