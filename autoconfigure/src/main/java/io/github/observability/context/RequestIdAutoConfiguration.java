package io.github.observability.context;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.context.propagation.PropagationAutoConfiguration;
import io.github.observability.context.propagation.TrustedHosts;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpRequest;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the request id in requests of
 * HTTP clients and in messages.
 */
@AutoConfiguration(after = PropagationAutoConfiguration.class)
@ConditionalOnClass({ ObservationHandler.class, SenderContext.class })
@ConditionalOnFeature("observability.context.enabled")
@EnableConfigurationProperties(ContextProperties.class)
public final class RequestIdAutoConfiguration {

	RequestIdAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpRequest.class)
	@ConditionalOnFeature(value = "observability.context.request-id.send", matchIfMissing = false)
	static class ClientConfiguration {

		@Bean
		RequestIdSender requestIdSender(ContextProperties properties, TrustedHosts trustedHosts) {
			return new RequestIdSender(properties.requestId().header(), trustedHosts);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnFeature("observability.context.messaging.enabled")
	static class MessageConfiguration {

		@Bean
		@ConditionalOnFeature(value = "observability.context.request-id.send", matchIfMissing = false)
		MessageRequestIdSender messageRequestIdSender(ContextProperties properties) {
			return new MessageRequestIdSender(properties.requestId().header());
		}

		@Bean
		MessageRequestIdReceiver messageRequestIdReceiver(ContextProperties properties) {
			return new MessageRequestIdReceiver(properties.requestId().header());
		}

	}

}
