package io.github.observability.context.messaging;

import java.util.Arrays;
import java.util.stream.Stream;

import io.github.observability.FrameworkField;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

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
 * {@link BeanPostProcessor} that has RabbitMQ templates, factories of listener containers
 * and containers observed, regardless of who created them, and starts a span for each
 * batch.
 */
final class RabbitPostProcessor extends AbstractMessagingPostProcessor {

	private final ObservationRegistryLookup registries;

	private final BatchSpans spans;

	private final Environment environment;

	RabbitPostProcessor(ObservationRegistryLookup registries, BatchSpans spans, Environment environment) {
		this.registries = registries;
		this.spans = spans;
		this.environment = environment;
	}

	@Override
	boolean supports(Object bean) {
		return bean instanceof RabbitTemplate || bean instanceof AbstractRabbitListenerContainerFactory
				|| bean instanceof AbstractMessageListenerContainer;
	}

	@Override
	void observe(Object bean) {
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
					&& !Boolean.FALSE.equals(FrameworkField.RABBIT_FACTORY_OBSERVED.read(factory))) {
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
		factory.setObservationEnabled(true);
		Advice[] users = factory.getAdviceChain();
		if (!isTraced(users)) {
			RabbitBatches batches = new RabbitBatches(this.spans);
			factory.setAdviceChain(around(batches, users));
			factory.setErrorHandler(batches.inScope(handler(FrameworkField.RABBIT_FACTORY_ERROR_HANDLER, factory)));
		}
	}

	private void observe(AbstractMessageListenerContainer container) {
		container.setObservationEnabled(true);
		Advice[] users = FrameworkField.RABBIT_CONTAINER_ADVICE.read(container, Advice[].class);
		if (!isTraced(users)) {
			RabbitBatches batches = new RabbitBatches(this.spans);
			container.setAdviceChain(around(batches, users));
			container
				.setErrorHandler(batches.inScope(handler(FrameworkField.RABBIT_CONTAINER_ERROR_HANDLER, container)));
		}
	}

	private static boolean isTraced(Advice @Nullable [] advice) {
		return advice != null && Arrays.stream(advice).anyMatch(RabbitBatches.class::isInstance);
	}

	private static Advice[] around(RabbitBatches batches, Advice @Nullable [] users) {
		return (users != null) ? Stream.concat(Stream.of(batches), Stream.of(users)).toArray(Advice[]::new)
				: new Advice[] { batches };
	}

	private static ErrorHandler handler(FrameworkField field, Object bean) {
		ErrorHandler users = field.read(bean, ErrorHandler.class);
		return (users != null) ? users : new ConditionalRejectingErrorHandler();
	}

}
