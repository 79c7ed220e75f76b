package io.github.observability.context.messaging;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * {@link BeanPostProcessor} that has Kafka templates, factories of listener containers
 * and containers observed, regardless of who created them, and starts a span for each
 * batch.
 */
final class KafkaPostProcessor extends AbstractMessagingPostProcessor {

	private final ObservationRegistryLookup registries;

	private final BatchSpans spans;

	private final Environment environment;

	KafkaPostProcessor(ObservationRegistryLookup registries, BatchSpans spans, Environment environment) {
		this.registries = registries;
		this.spans = spans;
		this.environment = environment;
	}

	@Override
	boolean supports(Object bean) {
		return bean instanceof KafkaTemplate || bean instanceof AbstractKafkaListenerContainerFactory
				|| bean instanceof AbstractMessageListenerContainer;
	}

	@Override
	void observe(Object bean) {
		if (!this.registries.isPresent()) {
			return;
		}
		if (bean instanceof KafkaTemplate<?, ?> template) {
			if (isWanted("spring.kafka.template.observation-enabled")) {
				observe(template);
			}
		}
		else if (isWanted("spring.kafka.listener.observation-enabled")) {
			if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
				observe(factory);
			}
			else if (bean instanceof AbstractMessageListenerContainer<?, ?> container) {
				observe(container);
			}
		}
	}

	private boolean isWanted(String property) {
		return this.environment.getProperty(property, Boolean.class, true);
	}

	/**
	 * A template that is to look for the id of the cluster makes startup fail if its
	 * factory does not name the brokers, as that of a test may not.
	 */
	private void observe(KafkaTemplate<?, ?> template) {
		if (namesBrokers(template)) {
			template.setObservationEnabled(true);
		}
		else {
			template.setObservationRegistry(this.registries.get());
			template.setMicrometerEnabled(false);
		}
	}

	private static boolean namesBrokers(KafkaTemplate<?, ?> template) {
		try {
			return template.getProducerFactory()
				.getConfigurationProperties()
				.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG) != null;
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
	}

	private <K, V> void observe(AbstractKafkaListenerContainerFactory<?, K, V> factory) {
		factory.getContainerProperties().setObservationEnabled(true);
		factory.setBatchInterceptor(traced(factory.getBatchInterceptor()));
	}

	private <K, V> void observe(AbstractMessageListenerContainer<K, V> container) {
		container.getContainerProperties().setObservationEnabled(true);
		container.setBatchInterceptor(traced(container.getBatchInterceptor()));
	}

	private <K, V> BatchInterceptor<K, V> traced(@Nullable BatchInterceptor<K, V> users) {
		return (users instanceof KafkaBatchInterceptor) ? users : new KafkaBatchInterceptor<>(this.spans, users);
	}

}
