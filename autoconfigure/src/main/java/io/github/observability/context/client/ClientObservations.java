package io.github.observability.context.client;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.web.client.RestTemplate;

/**
 * What Boot gives to the clients that its builders make.
 */
final class ClientObservations {

	static final String NAME = "management.observations.http.client.requests.name";

	private final ObjectProvider<ObservationRegistry> registry;

	private final ObjectProvider<ClientRequestObservationConvention> convention;

	private final Environment environment;

	ClientObservations(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<ClientRequestObservationConvention> convention, Environment environment) {
		this.registry = registry;
		this.convention = convention;
		this.environment = environment;
	}

	/**
	 * Return the registry.
	 * @return the registry or {@code null} if there is none
	 */
	@Nullable ObservationRegistry registry() {
		return this.registry.getIfAvailable();
	}

	/**
	 * Let a template be observed, unless it is.
	 * @param template the template
	 */
	void observe(RestTemplate template) {
		ObservationRegistry observations = registry();
		if (observations != null && ClientFields.isUnobserved(template)) {
			template.setObservationRegistry(observations);
			if (template.getObservationConvention() == null) {
				template.setObservationConvention(convention());
			}
		}
	}

	ClientRequestObservationConvention convention() {
		return this.convention.getIfAvailable(() -> {
			String name = this.environment.getProperty(NAME);
			return (name != null) ? new DefaultClientRequestObservationConvention(name)
					: new DefaultClientRequestObservationConvention();
		});
	}

}
