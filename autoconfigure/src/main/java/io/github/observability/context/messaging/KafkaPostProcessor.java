package io.github.observability.context.messaging;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * {@link BeanPostProcessor} that lets each {@link KafkaTemplate}, each factory of
 * listener containers and each such container be observed that was made without Boot's,
 * and gives batches a span.
 */
final class KafkaPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(KafkaPostProcessor.class);

	private final Registries registries;

	private final BatchSpans spans;

	private final Environment environment;

	KafkaPostProcessor(Registries registries, BatchSpans spans, Environment environment) {
		this.registries = registries;
		this.spans = spans;
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof KafkaTemplate || bean instanceof AbstractKafkaListenerContainerFactory
				|| bean instanceof AbstractMessageListenerContainer) {
			try {
				observe(bean);
			}
			catch (RuntimeException ex) {
				logger.warn("Messages of '{}' carry no trace", beanName, ex);
			}
		}
		return bean;
	}

	private void observe(Object bean) {
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
	 * A template that is to look for the id of the cluster stops the start if its factory
	 * does not name the brokers, as that of a test may not.
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
		factory.setBatchInterceptor(new KafkaBatchInterceptor<>(this.spans, factory.getBatchInterceptor()));
	}

	private <K, V> void observe(AbstractMessageListenerContainer<K, V> container) {
		container.getContainerProperties().setObservationEnabled(true);
		container.setBatchInterceptor(new KafkaBatchInterceptor<>(this.spans, container.getBatchInterceptor()));
	}

}
