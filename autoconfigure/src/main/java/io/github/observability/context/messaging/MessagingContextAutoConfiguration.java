package io.github.observability.context.messaging;

import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.Message;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.config.JmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that lets templates and listeners of
 * messages be observed, and so carry the trace, whoever made them.
 */
@AutoConfiguration
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = { "observability.context.enabled", "observability.context.messaging.enabled" },
		matchIfMissing = true)
public final class MessagingContextAutoConfiguration {

	MessagingContextAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JmsTemplate.class, JmsListenerContainerFactory.class, Message.class })
	static class JmsConfiguration {

		@Bean
		static JmsPostProcessor jmsObservationPostProcessor(ObjectProvider<ObservationRegistry> registry) {
			return new JmsPostProcessor(registry);
		}

	}

}
