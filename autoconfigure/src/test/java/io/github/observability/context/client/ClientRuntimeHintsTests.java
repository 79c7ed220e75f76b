package io.github.observability.context.client;

import java.lang.reflect.Field;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class ClientRuntimeHintsTests {

	@Test
	void coversFieldsThatAreRead() {
		RuntimeHints hints = new RuntimeHints();
		new ClientRuntimeHints().registerHints(hints, RestClient.class.getClassLoader());
		for (Object client : new Object[] { new RestTemplate(), RestClient.create(), RestClient.builder(),
				WebClient.create(), WebClient.builder() }) {
			for (String name : new String[] { "observationRegistry", "observationConvention" }) {
				Field field = ReflectionUtils.findField(client.getClass(), name);
				assertThat(field).isNotNull();
				assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field)).accepts(hints);
			}
		}
	}

}
