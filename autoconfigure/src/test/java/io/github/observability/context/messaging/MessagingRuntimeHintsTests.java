package io.github.observability.context.messaging;

import java.lang.reflect.Field;

import org.junit.jupiter.api.Test;

import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

class MessagingRuntimeHintsTests {

	@Test
	void coversFieldsThatAreRead() {
		RuntimeHints hints = new RuntimeHints();
		new MessagingRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertCovers(hints, DefaultJmsListenerContainerFactory.class, "observationRegistry", "errorHandler");
		assertCovers(hints, SimpleRabbitListenerContainerFactory.class, "observationEnabled", "errorHandler");
		assertCovers(hints, SimpleMessageListenerContainer.class, "adviceChain", "errorHandler");
	}

	private static void assertCovers(RuntimeHints hints, Class<?> type, String... names) {
		for (String name : names) {
			Field field = ReflectionUtils.findField(type, name);
			assertThat(field).as(name).isNotNull();
			assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field)).accepts(hints);
		}
	}

}
