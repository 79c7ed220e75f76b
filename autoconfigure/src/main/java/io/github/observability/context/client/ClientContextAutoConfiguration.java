package io.github.observability.context.client;

import java.net.http.HttpClient;

import feign.micrometer.MicrometerObservationCapability;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.observation.ObservationRegistry;
import okhttp3.OkHttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that has HTTP clients observed, so
 * that they propagate the trace, regardless of who created them.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, ClientRequestObservationConvention.class })
@ConditionalOnFeature({ "observability.context.enabled", "observability.context.clients.enabled" })
public final class ClientContextAutoConfiguration {

	ClientContextAutoConfiguration() {
	}

	@Bean
	@Lazy(false)
	UnobservedClients unobservedClients(ConfigurableListableBeanFactory beanFactory) {
		return new UnobservedClients(beanFactory);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RestClient.class, RestTemplate.class })
	static class RestClientConfiguration {

		@Bean
		static RestClientPostProcessor restClientPostProcessor(ObjectProvider<ObservationRegistry> registry,
				ObjectProvider<ClientRequestObservationConvention> convention, Environment environment) {
			return new RestClientPostProcessor(new ClientObservations(registry, convention, environment));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestTemplateBuilder.class)
	static class RestTemplateBuilderConfiguration {

		@Bean
		static RestTemplateBuilderPostProcessor restTemplateBuilderPostProcessor(
				ObjectProvider<ObservationRegistry> registry,
				ObjectProvider<ClientRequestObservationConvention> convention, Environment environment) {
			return new RestTemplateBuilderPostProcessor(new ClientObservations(registry, convention, environment));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpClient.class)
	static class HttpClientConfiguration {

		@Bean
		static HttpClientPostProcessor httpClientPostProcessor(ObjectProvider<ObservationRegistry> registry,
				ObjectProvider<ClientRequestObservationConvention> convention, Environment environment) {
			return new HttpClientPostProcessor(new ClientObservations(registry, convention, environment));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static class WebClientConfiguration {

		@Bean
		static WebClientPostProcessor webClientPostProcessor(ObjectProvider<ObservationRegistry> registry,
				ObjectProvider<org.springframework.web.reactive.function.client.ClientRequestObservationConvention> convention,
				Environment environment) {
			return new WebClientPostProcessor(registry, convention, environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MicrometerObservationCapability.class)
	static class FeignConfiguration {

		@Bean
		static FeignPostProcessor feignPostProcessor(ObjectProvider<ObservationRegistry> registry) {
			return new FeignPostProcessor(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OkHttpClient.class, OkHttpObservationInterceptor.class })
	static class OkHttpConfiguration {

		@Bean
		static OkHttpPostProcessor okHttpPostProcessor(ObjectProvider<ObservationRegistry> registry) {
			return new OkHttpPostProcessor(registry);
		}

	}

}
