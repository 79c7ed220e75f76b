package io.github.observability.context.messaging;

import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.FrameworkField;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.SimpleJmsListenerContainerFactory;
import org.springframework.jms.config.SimpleJmsListenerEndpoint;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.util.ErrorHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class JmsContextAutoConfigurationTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MessagingContextAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.registry);

	@Test
	void observesTemplatesAndFactories() {
		this.runner.withBean(JmsTemplate.class, JmsContextAutoConfigurationTests::template)
			.withBean(DefaultJmsListenerContainerFactory.class)
			.withBean(SimpleJmsListenerContainerFactory.class)
			.run((context) -> {
				assertThat(context.getBean(JmsTemplate.class).getObservationRegistry()).isSameAs(this.registry);
				assertThat(registry(context.getBean(DefaultJmsListenerContainerFactory.class))).isSameAs(this.registry);
				assertThat(registry(context.getBean(SimpleJmsListenerContainerFactory.class))).isSameAs(this.registry);
			});
	}

	@Test
	void leavesTheRegistryOfTheUsers() {
		ObservationRegistry own = ObservationRegistry.create();
		this.runner.withBean(JmsTemplate.class, () -> {
			JmsTemplate template = template();
			template.setObservationRegistry(own);
			return template;
		}).withBean(DefaultJmsListenerContainerFactory.class, () -> {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setObservationRegistry(own);
			return factory;
		}).run((context) -> {
			assertThat(context.getBean(JmsTemplate.class).getObservationRegistry()).isSameAs(own);
			assertThat(registry(context.getBean(DefaultJmsListenerContainerFactory.class))).isSameAs(own);
		});
	}

	@Test
	void marksTheFailureOfAContainerThatAnObservedFactoryMadeOnce() {
		this.runner.withUserConfiguration(MadeByFactory.class)
			.run((context) -> assertThat(context.getBean(DefaultMessageListenerContainer.class).getErrorHandler())
				.isInstanceOf(MarkingErrorHandler.class)
				.isSameAs(FrameworkField.JMS_FACTORY_ERROR_HANDLER
					.read(context.getBean("factory", DefaultJmsListenerContainerFactory.class))));
	}

	@Test
	void callsTheErrorHandlerOfTheUsers() {
		AtomicReference<Throwable> handled = new AtomicReference<>();
		this.runner.withBean(DefaultJmsListenerContainerFactory.class, () -> {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setErrorHandler(handled::set);
			return factory;
		}).run((context) -> {
			ErrorHandler handler = FrameworkField.JMS_FACTORY_ERROR_HANDLER
				.read(context.getBean(DefaultJmsListenerContainerFactory.class), ErrorHandler.class);
			Observation observation = Observation.start("message", this.registry);
			IllegalStateException failure = new IllegalStateException();
			observation.scoped(() -> handler.handleError(failure));
			assertThat(handled).hasValue(failure);
		});
	}

	@Test
	void observesContainers() {
		this.runner.withBean(SimpleMessageListenerContainer.class, () -> new SimpleMessageListenerContainer() {

			@Override
			public void afterPropertiesSet() {
			}

			@Override
			public boolean isAutoStartup() {
				return false;
			}

		}).run((context) -> {
			SimpleMessageListenerContainer container = context.getBean(SimpleMessageListenerContainer.class);
			assertThat(container.getObservationRegistry()).isSameAs(this.registry);
			assertThat(container.getErrorHandler()).isInstanceOf(MarkingErrorHandler.class);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.enabled", "observability.context.messaging.enabled" })
	void isLeftOutByAProperty(String property) {
		this.runner.withPropertyValues(property + "=false")
			.withBean(JmsTemplate.class, JmsContextAutoConfigurationTests::template)
			.run((context) -> assertThat(context).doesNotHaveBean(JmsPostProcessor.class)
				.getBean(JmsTemplate.class)
				.extracting(JmsTemplate::getObservationRegistry)
				.isNull());
	}

	@ParameterizedTest
	@ValueSource(classes = { JmsTemplate.class, Message.class, ObservationRegistry.class })
	void startsWithout(Class<?> absent) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MessagingContextAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(absent.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JmsPostProcessor.class));
	}

	@Test
	void startsWithoutRegistry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MessagingContextAutoConfiguration.class))
			.withBean(JmsTemplate.class, JmsContextAutoConfigurationTests::template)
			.run((context) -> assertThat(context.getBean(JmsTemplate.class).getObservationRegistry()).isNull());
	}

	private static JmsTemplate template() {
		return new JmsTemplate(mock(ConnectionFactory.class));
	}

	private static ObservationRegistry registry(Object factory) {
		return FrameworkField.JMS_FACTORY_REGISTRY.read(factory, ObservationRegistry.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class MadeByFactory {

		@Bean
		DefaultJmsListenerContainerFactory factory() {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setConnectionFactory(mock(ConnectionFactory.class));
			factory.setAutoStartup(false);
			return factory;
		}

		@Bean
		DefaultMessageListenerContainer made(DefaultJmsListenerContainerFactory factory) {
			SimpleJmsListenerEndpoint endpoint = new SimpleJmsListenerEndpoint();
			endpoint.setDestination("rides");
			endpoint.setMessageListener((message) -> {
			});
			return factory.createListenerContainer(endpoint);
		}

	}

}
