package io.github.observability.context.messaging;

import java.util.stream.Stream;

import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.listener.ConditionalRejectingErrorHandler;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.ErrorHandler;

/**
 * {@link BeanPostProcessor} that lets each {@link RabbitTemplate}, each factory of
 * listener containers and each such container be observed that was made without Boot's,
 * and gives batches a span.
 */
final class RabbitPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(RabbitPostProcessor.class);

	private final Registries registries;

	private final BatchSpans spans;

	private final Environment environment;

	RabbitPostProcessor(Registries registries, BatchSpans spans, Environment environment) {
		this.registries = registries;
		this.spans = spans;
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RabbitTemplate || bean instanceof AbstractRabbitListenerContainerFactory
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
		if (bean instanceof RabbitTemplate template) {
			if (isWanted("template")) {
				template.setObservationEnabled(true);
			}
		}
		else if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
			boolean direct = bean instanceof DirectRabbitListenerContainerFactory;
			if (isWanted(direct ? "listener.direct" : "listener.simple")
					&& !Boolean.FALSE.equals(FrameworkFields.read(factory, "observationEnabled", Boolean.class))) {
				observe(factory);
			}
		}
		else if (bean instanceof AbstractMessageListenerContainer container) {
			boolean direct = bean instanceof DirectMessageListenerContainer;
			if (isWanted(direct ? "listener.direct" : "listener.simple")) {
				observe(container);
			}
		}
	}

	private boolean isWanted(String what) {
		return this.environment.getProperty("spring.rabbitmq." + what + ".observation-enabled", Boolean.class, true);
	}

	private void observe(AbstractRabbitListenerContainerFactory<?> factory) {
		RabbitBatches batches = new RabbitBatches(this.spans);
		factory.setObservationEnabled(true);
		factory.setAdviceChain(around(batches, factory.getAdviceChain()));
		factory.setErrorHandler(batches.inScope(handlerOf(factory)));
	}

	private void observe(AbstractMessageListenerContainer container) {
		RabbitBatches batches = new RabbitBatches(this.spans);
		container.setObservationEnabled(true);
		container.setAdviceChain(around(batches, FrameworkFields.read(container, "adviceChain", Advice[].class)));
		container.setErrorHandler(batches.inScope(handlerOf(container)));
	}

	private static Advice[] around(RabbitBatches batches, Advice @Nullable [] users) {
		return (users != null) ? Stream.concat(Stream.of(batches), Stream.of(users)).toArray(Advice[]::new)
				: new Advice[] { batches };
	}

	private static ErrorHandler handlerOf(Object bean) {
		ErrorHandler users = FrameworkFields.read(bean, "errorHandler", ErrorHandler.class);
		return (users != null) ? users : new ConditionalRejectingErrorHandler();
	}

}
