package io.github.observability.context.messaging;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * {@link RuntimeHintsRegistrar} for the fields of factories of listeners that are read.
 */
final class MessagingRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(TypeReference.of("org.springframework.jms.config.AbstractJmsListenerContainerFactory"),
					(hint) -> hint.withField("observationRegistry").withField("errorHandler"));
	}

}
