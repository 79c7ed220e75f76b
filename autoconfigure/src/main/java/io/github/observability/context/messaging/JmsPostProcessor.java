package io.github.observability.context.messaging;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jms.config.AbstractJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.util.ErrorHandler;

/**
 * {@link BeanPostProcessor} that lets each {@link JmsTemplate}, each factory of listener
 * containers and each such container be observed that was made without Boot's.
 */
final class JmsPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(JmsPostProcessor.class);

	private final ObjectProvider<ObservationRegistry> registry;

	JmsPostProcessor(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof JmsTemplate || bean instanceof AbstractJmsListenerContainerFactory
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
		ObservationRegistry observations = this.registry.getIfAvailable();
		if (observations == null) {
			return;
		}
		if (bean instanceof JmsTemplate template) {
			if (template.getObservationRegistry() == null) {
				template.setObservationRegistry(observations);
			}
		}
		else if (bean instanceof AbstractMessageListenerContainer container) {
			ObservationRegistry own = container.getObservationRegistry();
			ObservationRegistry used = (own != null) ? own : observations;
			container.setObservationRegistry(used);
			container.setErrorHandler(marking(used, container.getErrorHandler(), container.getClass()));
		}
		else if (bean instanceof AbstractJmsListenerContainerFactory<?> factory) {
			ObservationRegistry own = FrameworkFields.read(factory, "observationRegistry", ObservationRegistry.class);
			ObservationRegistry used = (own != null) ? own : observations;
			factory.setObservationRegistry(used);
			factory.setErrorHandler(marking(used, FrameworkFields.read(factory, "errorHandler", ErrorHandler.class),
					AbstractMessageListenerContainer.class));
		}
	}

	private static ErrorHandler marking(ObservationRegistry registry, @Nullable ErrorHandler users, Class<?> logger) {
		return new MarkingErrorHandler(registry, users, LoggerFactory.getLogger(logger));
	}

}
