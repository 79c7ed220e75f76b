package io.github.observability.context.messaging;

import java.util.concurrent.atomic.AtomicReference;

import com.rabbitmq.client.Channel;
import io.github.observability.FrameworkField;
import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ErrorHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RabbitContextAutoConfigurationTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MessagingContextAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.bare
		.withBean(ObservationRegistry.class, ObservationRegistry::create)
		.withBean(RabbitTemplate.class, () -> new RabbitTemplate(mock(ConnectionFactory.class)))
		.withBean(SimpleRabbitListenerContainerFactory.class)
		.withBean(DirectRabbitListenerContainerFactory.class);

	@Test
	void observesTemplatesAndFactories() {
		this.runner.run((context) -> {
			assertThat(isObserved(context.getBean(RabbitTemplate.class))).isTrue();
			SimpleRabbitListenerContainerFactory simple = context.getBean(SimpleRabbitListenerContainerFactory.class);
			assertThat(isObserved(simple)).isTrue();
			assertThat(simple.getAdviceChain()).hasOnlyElementsOfType(RabbitBatches.class);
			assertThat(isObserved(context.getBean(DirectRabbitListenerContainerFactory.class))).isTrue();
		});
	}

	@Test
	void observesContainers() {
		this.runner.withBean(SimpleMessageListenerContainer.class, () -> {
			SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(
					mock(ConnectionFactory.class));
			container.setAutoStartup(false);
			return container;
		}).run((context) -> {
			SimpleMessageListenerContainer container = context.getBean(SimpleMessageListenerContainer.class);
			assertThat(isObserved(container)).isTrue();
			assertThat(FrameworkField.RABBIT_CONTAINER_ADVICE.read(container, Advice[].class))
				.hasOnlyElementsOfType(RabbitBatches.class);
		});
	}

	@Test
	void startsOneSpanForABatchOfAContainerThatAnObservedFactoryMade() {
		this.runner.withUserConfiguration(MadeByFactory.class).run((context) -> {
			SimpleMessageListenerContainer container = context.getBean("made", SimpleMessageListenerContainer.class);
			assertThat(isObserved(container)).isTrue();
			assertThat(FrameworkField.RABBIT_CONTAINER_ADVICE.read(container, Advice[].class)).hasSize(1)
				.hasOnlyElementsOfType(RabbitBatches.class);
			assertThat(FrameworkField.RABBIT_CONTAINER_ERROR_HANDLER.read(container))
				.isSameAs(FrameworkField.RABBIT_FACTORY_ERROR_HANDLER
					.read(context.getBean(SimpleRabbitListenerContainerFactory.class)));
		});
	}

	@Test
	void leavesWhatTheUserDoesNotWantObserved() {
		this.runner
			.withPropertyValues("spring.rabbitmq.template.observation-enabled=false",
					"spring.rabbitmq.listener.simple.observation-enabled=false")
			.run((context) -> {
				assertThat(isObserved(context.getBean(RabbitTemplate.class))).isFalse();
				SimpleRabbitListenerContainerFactory simple = context
					.getBean(SimpleRabbitListenerContainerFactory.class);
				assertThat(isObserved(simple)).isFalse();
				assertThat(simple.getAdviceChain()).isNull();
				assertThat(isObserved(context.getBean(DirectRabbitListenerContainerFactory.class))).isTrue();
			});
	}

	@Test
	void leavesAFactoryThatTheUserSetNotToObserve() {
		this.bare.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean(SimpleRabbitListenerContainerFactory.class, () -> {
				SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
				factory.setObservationEnabled(false);
				return factory;
			})
			.run((context) -> assertThat(isObserved(context.getBean(SimpleRabbitListenerContainerFactory.class)))
				.isFalse());
	}

	@Test
	void keepsAdviceAndErrorHandlerOfTheUsers() {
		MethodInterceptor advice = MethodInvocation::proceed;
		AtomicReference<Throwable> handled = new AtomicReference<>();
		this.runner.withBean("own", SimpleRabbitListenerContainerFactory.class, () -> {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setAdviceChain(advice);
			factory.setErrorHandler(handled::set);
			return factory;
		}).run((context) -> {
			SimpleRabbitListenerContainerFactory factory = context.getBean("own",
					SimpleRabbitListenerContainerFactory.class);
			assertThat(factory.getAdviceChain()).hasSize(2).endsWith(advice);
			ErrorHandler handler = FrameworkField.RABBIT_FACTORY_ERROR_HANDLER.read(factory, ErrorHandler.class);
			IllegalStateException failure = new IllegalStateException();
			handler.handleError(failure);
			assertThat(handled).hasValue(failure);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.enabled", "observability.context.messaging.enabled" })
	void isLeftOutByAProperty(String property) {
		this.runner.withPropertyValues(property + "=false").run((context) -> {
			assertThat(context).doesNotHaveBean(RabbitPostProcessor.class);
			assertThat(isObserved(context.getBean(RabbitTemplate.class))).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { RabbitTemplate.class, Channel.class, ObservationRegistry.class })
	void startsWithout(Class<?> absent) {
		this.bare.withClassLoader(new FilteredClassLoader(absent.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RabbitPostProcessor.class));
	}

	@Test
	void startsWithoutRegistry() {
		this.bare.withBean(RabbitTemplate.class, () -> new RabbitTemplate(mock(ConnectionFactory.class)))
			.run((context) -> assertThat(isObserved(context.getBean(RabbitTemplate.class))).isFalse());
	}

	private static boolean isObserved(Object bean) {
		return Boolean.TRUE.equals(ReflectionTestUtils.getField(bean, "observationEnabled"));
	}

	@Configuration(proxyBeanMethods = false)
	static class MadeByFactory {

		@Bean
		SimpleMessageListenerContainer made(SimpleRabbitListenerContainerFactory factory) {
			factory.setConnectionFactory(mock(ConnectionFactory.class));
			SimpleMessageListenerContainer container = factory.createListenerContainer();
			container.setAutoStartup(false);
			return container;
		}

	}

}
