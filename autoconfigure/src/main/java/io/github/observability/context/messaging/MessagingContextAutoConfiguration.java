package io.github.observability.context.messaging;

import com.rabbitmq.client.Channel;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.jms.Message;
import org.apache.kafka.clients.consumer.Consumer;

import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.channel.interceptor.GlobalChannelInterceptorWrapper;
import org.springframework.jms.config.JmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that has message templates and
 * listeners observed, so that they propagate the trace, regardless of who created them.
 * Messages in a queue of Spring Integration keep the context.
 */
@AutoConfiguration
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnFeature({ "observability.context.enabled", "observability.context.messaging.enabled" })
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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ KafkaTemplate.class, Consumer.class, OpenTelemetry.class })
	static class KafkaConfiguration {

		@Bean
		static KafkaPostProcessor kafkaObservationPostProcessor(ListableBeanFactory beanFactory,
				ObjectProvider<OpenTelemetry> openTelemetry, Environment environment) {
			return new KafkaPostProcessor(new ObservationRegistryLookup(beanFactory), new BatchSpans(openTelemetry),
					environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RabbitTemplate.class, Channel.class, OpenTelemetry.class })
	static class RabbitConfiguration {

		@Bean
		static RabbitPostProcessor rabbitObservationPostProcessor(ListableBeanFactory beanFactory,
				ObjectProvider<OpenTelemetry> openTelemetry, Environment environment) {
			return new RabbitPostProcessor(new ObservationRegistryLookup(beanFactory), new BatchSpans(openTelemetry),
					environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ QueueChannel.class, ContextSnapshotFactory.class })
	static class QueueChannelConfiguration {

		/**
		 * Called after the interceptors of users, which get the message as it was sent.
		 */
		@Bean
		static GlobalChannelInterceptorWrapper queueChannelContextInterceptor() {
			GlobalChannelInterceptorWrapper wrapper = new GlobalChannelInterceptorWrapper(
					new QueueChannelInterceptor());
			wrapper.setOrder(Ordered.LOWEST_PRECEDENCE);
			return wrapper;
		}

	}

}
