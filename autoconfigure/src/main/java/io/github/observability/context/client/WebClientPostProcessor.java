package io.github.observability.context.client;

import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link BeanPostProcessor} that has each {@link WebClient} and builder observed if it
 * was made without Boot's builder.
 */
final class WebClientPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(WebClientPostProcessor.class);

	private final ObjectProvider<ObservationRegistry> registry;

	private final ObjectProvider<ClientRequestObservationConvention> convention;

	private final Environment environment;

	WebClientPostProcessor(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<ClientRequestObservationConvention> convention, Environment environment) {
		this.registry = registry;
		this.convention = convention;
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof WebClient || bean instanceof WebClient.Builder) ? observed(bean, beanName) : bean;
	}

	private Object observed(Object bean, String beanName) {
		try {
			ObservationRegistry observations = this.registry.getIfAvailable();
			if (observations == null || !ClientFields.isUnobserved(bean)) {
				return bean;
			}
			return (bean instanceof WebClient client) ? observed(client.mutate(), observations).build()
					: observed((WebClient.Builder) bean, observations);
		}
		catch (RuntimeException ex) {
			logger.warn("Requests of HTTP client '{}' do not propagate the trace", beanName, ex);
			return bean;
		}
	}

	private WebClient.Builder observed(WebClient.Builder builder, ObservationRegistry observations) {
		builder.observationRegistry(observations);
		if (!ClientFields.hasConvention(builder)) {
			builder.observationConvention(convention());
		}
		return builder;
	}

	private ClientRequestObservationConvention convention() {
		return this.convention.getIfAvailable(() -> {
			String name = this.environment.getProperty(ClientObservations.NAME);
			return (name != null) ? new DefaultClientRequestObservationConvention(name)
					: new DefaultClientRequestObservationConvention();
		});
	}

}
