package io.github.observability.context.messaging;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * {@link RuntimeHintsRegistrar} for the fields of factories of listeners that are read.
 */
final class MessagingRuntimeHints implements RuntimeHintsRegistrar {

	private static final String RABBIT = "org.springframework.amqp.rabbit.";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(TypeReference.of("org.springframework.jms.config.AbstractJmsListenerContainerFactory"),
					(hint) -> hint.withField("observationRegistry").withField("errorHandler"))
			.registerType(TypeReference.of(RABBIT + "config.BaseRabbitListenerContainerFactory"),
					(hint) -> hint.withField("observationEnabled"))
			.registerType(TypeReference.of(RABBIT + "config.AbstractRabbitListenerContainerFactory"),
					(hint) -> hint.withField("errorHandler"))
			.registerType(TypeReference.of(RABBIT + "listener.AbstractMessageListenerContainer"),
					(hint) -> hint.withField("errorHandler").withField("adviceChain"));
	}

}
