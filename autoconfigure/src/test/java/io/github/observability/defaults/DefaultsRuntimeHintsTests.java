package io.github.observability.defaults;

import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.test.context.FilteredClassLoader;

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

	@Test
	void letsTheEncoderBeFound() {
		assertThat(RuntimeHintsPredicates.reflection().onType(LoggingEventCompositeJsonEncoder.class)).accepts(hints());
	}

	@Test
	void hasNoHintForAnAbsentEncoder() {
		RuntimeHints hints = hints(new FilteredClassLoader("net.logstash.logback"));
		assertThat(hints.reflection().getTypeHint(TypeReference.of(LoggingEventCompositeJsonEncoder.class))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "logback.xml", "logback-spring.xml", "logback-test.xml" })
	void letsTheLogbackFileOfTheUserBeFound(String file) {
		assertThat(RuntimeHintsPredicates.resource().forResource(file)).accepts(hints());
	}

	private static RuntimeHints hints() {
		return hints(DefaultsRuntimeHintsTests.class.getClassLoader());
	}

	private static RuntimeHints hints(ClassLoader classLoader) {
		RuntimeHints hints = new RuntimeHints();
		new DefaultsRuntimeHints().registerHints(hints, classLoader);
		return hints;
	}

}
