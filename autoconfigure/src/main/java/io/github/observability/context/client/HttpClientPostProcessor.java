package io.github.observability.context.client;

import java.net.http.HttpClient;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * {@link BeanPostProcessor} that lets each {@link HttpClient} of the JDK be observed.
 */
final class HttpClientPostProcessor implements BeanPostProcessor {

	private final ClientObservations observations;

	HttpClientPostProcessor(ClientObservations observations) {
		this.observations = observations;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof HttpClient client && isOfTheJdk(bean)) {
			ObservationRegistry registry = this.observations.registry();
			return (registry != null) ? new ObservedHttpClient(client, registry, this.observations.convention()) : bean;
		}
		return bean;
	}

	/**
	 * Whether a client is the JDK's own. One of another library may be observed already,
	 * and may be injected by its class.
	 */
	private static boolean isOfTheJdk(Object bean) {
		return bean.getClass().getModule() == HttpClient.class.getModule();
	}

}
