package io.github.observability.logging;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

class LoggingRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	LoggingRuntimeHintsTests() {
		new LoggingRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void isFoundByAotProcessing() {
		assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
			.hasAtLeastOneElementOfType(LoggingRuntimeHints.class);
	}

	@Test
	void letsBootCreateTheFormatters() {
		for (Class<?> formatter : new Class<?>[] { JsonLogFormatter.class, TextLogFormatter.class,
				PlainTextLogFormatter.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(formatter)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
		}
	}

	@Test
	void letsSettingsBeBoundBeforeThereAreBeans() {
		for (Class<?> settings : new Class<?>[] { LoggingProperties.class, LoggingProperties.Masking.class,
				LoggingProperties.Access.class, JsonSettings.class, JsonSettings.Context.class }) {
			assertThat(
					RuntimeHintsPredicates.reflection().onConstructorInvocation(settings.getDeclaredConstructors()[0]))
				.accepts(this.hints);
		}
	}

}
