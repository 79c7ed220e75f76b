package io.github.observability.defaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultsRuntimeHintsTests {

	@Test
	void isFoundByAotProcessing() {
		assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
			.hasAtLeastOneElementOfType(DefaultsRuntimeHints.class);
	}

	@Test
	void letsSettingsBeBoundBeforeThereAreBeans() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(DefaultsProperties.class.getDeclaredConstructors()[0])).accepts(hints());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "logback.xml", "logback-spring.xml", "logback-test.xml", "META-INF/build-info.properties" })
	void letsFilesOfTheUserBeFound(String file) {
		assertThat(RuntimeHintsPredicates.resource().forResource(file)).accepts(hints());
	}

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		new DefaultsRuntimeHints().registerHints(hints, DefaultsRuntimeHintsTests.class.getClassLoader());
		return hints;
	}

}
