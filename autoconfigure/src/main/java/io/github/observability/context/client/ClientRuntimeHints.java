package io.github.observability.context.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * {@link RuntimeHintsRegistrar} for the fields of Spring's clients that are read.
 */
final class ClientRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> TYPES = List.of("org.springframework.web.client.RestTemplate",
			"org.springframework.web.client.DefaultRestClient",
			"org.springframework.web.client.DefaultRestClientBuilder",
			"org.springframework.web.reactive.function.client.DefaultWebClient",
			"org.springframework.web.reactive.function.client.DefaultWebClientBuilder");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		TYPES.forEach((type) -> hints.reflection()
			.registerType(TypeReference.of(type),
					(hint) -> hint.withField("observationRegistry").withField("observationConvention")));
		hints.reflection()
			.registerType(TypeReference.of("feign.BaseBuilder"), (hint) -> hint.withField("capabilities"));
	}

}
