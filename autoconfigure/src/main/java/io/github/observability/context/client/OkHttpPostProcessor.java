package io.github.observability.context.client;

import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.observation.ObservationRegistry;
import okhttp3.OkHttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * {@link BeanPostProcessor} that gives each {@link OkHttpClient} and builder Micrometer's
 * interceptor for OkHttp, unless it has it.
 */
final class OkHttpPostProcessor implements BeanPostProcessor {

	/** As Micrometer documents it; its tags are others than those of Spring's clients. */
	private static final String NAME = "okhttp.requests";

	private final ObjectProvider<ObservationRegistry> registry;

	OkHttpPostProcessor(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// A subclass would lose its class.
		if (bean.getClass() == OkHttpClient.class) {
			OkHttpClient.Builder builder = ((OkHttpClient) bean).newBuilder();
			return observe(builder) ? builder.build() : bean;
		}
		if (bean instanceof OkHttpClient.Builder builder) {
			observe(builder);
		}
		return bean;
	}

	private boolean observe(OkHttpClient.Builder builder) {
		ObservationRegistry observations = this.registry.getIfAvailable();
		if (observations == null
				|| builder.interceptors().stream().anyMatch(OkHttpObservationInterceptor.class::isInstance)) {
			return false;
		}
		builder.addInterceptor(OkHttpObservationInterceptor.builder(observations, NAME).build());
		return true;
	}

}
