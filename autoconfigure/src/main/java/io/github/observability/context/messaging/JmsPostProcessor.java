package io.github.observability.context.messaging;

import io.github.observability.FrameworkField;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jms.config.AbstractJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.util.ErrorHandler;

/**
 * {@link BeanPostProcessor} that has JMS templates, factories of listener containers and
 * containers observed, regardless of who created them.
 */
final class JmsPostProcessor extends AbstractMessagingPostProcessor {

	private final ObjectProvider<ObservationRegistry> registry;

	JmsPostProcessor(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	boolean supports(Object bean) {
		return bean instanceof JmsTemplate || bean instanceof AbstractJmsListenerContainerFactory
				|| bean instanceof AbstractMessageListenerContainer;
	}

	@Override
	void observe(Object bean) {
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
			ObservationRegistry own = FrameworkField.JMS_FACTORY_REGISTRY.read(factory, ObservationRegistry.class);
			ObservationRegistry used = (own != null) ? own : observations;
			factory.setObservationRegistry(used);
			factory.setErrorHandler(
					marking(used, FrameworkField.JMS_FACTORY_ERROR_HANDLER.read(factory, ErrorHandler.class),
							AbstractMessageListenerContainer.class));
		}
	}

	private static ErrorHandler marking(ObservationRegistry registry, @Nullable ErrorHandler users, Class<?> logger) {
		return (users instanceof MarkingErrorHandler) ? users
				: new MarkingErrorHandler(registry, users, LoggerFactory.getLogger(logger));
	}

}
