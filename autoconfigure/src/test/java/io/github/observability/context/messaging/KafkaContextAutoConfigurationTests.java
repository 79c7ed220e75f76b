package io.github.observability.context.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class KafkaContextAutoConfigurationTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MessagingContextAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.bare.withBean(ObservationRegistry.class, () -> this.registry)
		.withBean(KafkaTemplate.class,
				() -> new KafkaTemplate<>(new DefaultKafkaProducerFactory<String, String>(
						Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9"))))
		.withBean(ConcurrentKafkaListenerContainerFactory.class)
		.withBean("container", ConcurrentMessageListenerContainer.class, KafkaContextAutoConfigurationTests::container);

	private static ConcurrentMessageListenerContainer<?, ?> container() {
		ConsumerFactory<?, ?> consumers = mock();
		ConcurrentMessageListenerContainer<?, ?> container = new ConcurrentMessageListenerContainer<>(consumers,
				new ContainerProperties("rides"));
		container.setAutoStartup(false);
		return container;
	}

	@Test
	void observesTemplatesFactoriesAndContainers() {
		this.runner.run((context) -> {
			assertThat(context.getBean(KafkaTemplate.class)).extracting("observationRegistry").isSameAs(this.registry);
			ConcurrentKafkaListenerContainerFactory<?, ?> factory = context
				.getBean(ConcurrentKafkaListenerContainerFactory.class);
			assertThat(factory.getContainerProperties().isObservationEnabled()).isTrue();
			assertThat(factory.getBatchInterceptor()).isInstanceOf(KafkaBatchInterceptor.class);
			ConcurrentMessageListenerContainer<?, ?> container = context
				.getBean(ConcurrentMessageListenerContainer.class);
			assertThat(container.getContainerProperties().isObservationEnabled()).isTrue();
			assertThat(container.getBatchInterceptor()).isInstanceOf(KafkaBatchInterceptor.class);
		});
	}

	@Test
	void startsOneSpanForABatchOfAContainerThatAnObservedFactoryMade() {
		this.runner.withUserConfiguration(MadeByFactory.class)
			.run((context) -> assertThat(
					context.getBean("made", ConcurrentMessageListenerContainer.class).getBatchInterceptor())
				.isNotNull()
				.isSameAs(context.getBean(ConcurrentKafkaListenerContainerFactory.class).getBatchInterceptor()));
	}

	@Test
	void leavesTemplatesThatTheUserDoesNotWantObserved() {
		this.runner.withPropertyValues("spring.kafka.template.observation-enabled=false").run((context) -> {
			assertThat(context.getBean(KafkaTemplate.class)).extracting("observationRegistry")
				.isSameAs(ObservationRegistry.NOOP);
			assertThat(isListenerObserved(context.getBean(ConcurrentKafkaListenerContainerFactory.class))).isTrue();
		});
	}

	@Test
	void leavesListenersThatTheUserDoesNotWantObserved() {
		this.runner.withPropertyValues("spring.kafka.listener.observation-enabled=false").run((context) -> {
			assertThat(context.getBean(KafkaTemplate.class)).extracting("observationRegistry").isSameAs(this.registry);
			ConcurrentKafkaListenerContainerFactory<?, ?> factory = context
				.getBean(ConcurrentKafkaListenerContainerFactory.class);
			assertThat(isListenerObserved(factory)).isFalse();
			assertThat(factory.getBatchInterceptor()).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.enabled", "observability.context.messaging.enabled" })
	void isLeftOutByAProperty(String property) {
		this.runner.withPropertyValues(property + "=false").run((context) -> {
			assertThat(context).doesNotHaveBean(KafkaPostProcessor.class);
			assertThat(isListenerObserved(context.getBean(ConcurrentKafkaListenerContainerFactory.class))).isFalse();
		});
	}

	@Test
	void observesATemplateWhoseFactoryNamesNoBrokers() {
		ProducerFactory<?, ?> producers = mock();
		given(producers.getConfigurationProperties()).willReturn(new HashMap<>());
		this.bare.withBean(ObservationRegistry.class, () -> this.registry)
			.withBean(org.springframework.kafka.core.KafkaAdmin.class,
					() -> new org.springframework.kafka.core.KafkaAdmin(Map.of()))
			.withBean(KafkaTemplate.class, () -> new KafkaTemplate<>(producers))
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(KafkaTemplate.class)
				.extracting("observationRegistry")
				.isSameAs(this.registry));
	}

	@Test
	void callsTheBatchInterceptorOfTheUsers() {
		List<String> calls = new ArrayList<>();
		this.runner.withBean("own", ConcurrentKafkaListenerContainerFactory.class, () -> {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setBatchInterceptor(new Recording(calls));
			return factory;
		}).run((context) -> {
			BatchInterceptor<String, String> interceptor = interceptor(
					context.getBean("own", ConcurrentKafkaListenerContainerFactory.class));
			ConsumerRecords<String, String> records = new ConsumerRecords<>(Map.of(), Map.of());
			Consumer<String, String> consumer = mock();
			interceptor.setupThreadState(consumer);
			assertThat(interceptor.intercept(records, consumer)).isNull();
			interceptor.success(records, consumer);
			interceptor.failure(records, new IllegalStateException(), consumer);
			interceptor.clearThreadState(consumer);
			assertThat(calls).containsExactly("setup", "intercept", "success", "failure", "clear");
		});
	}

	@SuppressWarnings("unchecked")
	private static BatchInterceptor<String, String> interceptor(ConcurrentKafkaListenerContainerFactory<?, ?> factory) {
		return (BatchInterceptor<String, String>) factory.getBatchInterceptor();
	}

	@ParameterizedTest
	@ValueSource(classes = { KafkaTemplate.class, Consumer.class, ObservationRegistry.class })
	void startsWithout(Class<?> absent) {
		this.bare.withClassLoader(new FilteredClassLoader(absent.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaPostProcessor.class));
	}

	@Test
	void startsWithoutRegistry() {
		this.bare.withBean(ConcurrentKafkaListenerContainerFactory.class)
			.run((context) -> assertThat(
					isListenerObserved(context.getBean(ConcurrentKafkaListenerContainerFactory.class)))
				.isFalse());
	}

	private static boolean isListenerObserved(ConcurrentKafkaListenerContainerFactory<?, ?> factory) {
		return factory.getContainerProperties().isObservationEnabled();
	}

	/**
	 * Skips each batch.
	 */
	private record Recording(List<String> calls) implements BatchInterceptor<String, String> {

		@Override
		public ConsumerRecords<String, String> intercept(ConsumerRecords<String, String> records,
				Consumer<String, String> consumer) {
			this.calls.add("intercept");
			return null;
		}

		@Override
		public void success(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {
			this.calls.add("success");
		}

		@Override
		public void failure(ConsumerRecords<String, String> records, Exception exception,
				Consumer<String, String> consumer) {
			this.calls.add("failure");
		}

		@Override
		public void setupThreadState(Consumer<?, ?> consumer) {
			this.calls.add("setup");
		}

		@Override
		public void clearThreadState(Consumer<?, ?> consumer) {
			this.calls.add("clear");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MadeByFactory {

		@Bean
		ConcurrentMessageListenerContainer<?, ?> made(ConcurrentKafkaListenerContainerFactory<String, String> factory) {
			factory.setConsumerFactory(mock());
			ConcurrentMessageListenerContainer<?, ?> container = factory.createContainer("rides");
			container.setAutoStartup(false);
			return container;
		}

	}

}
