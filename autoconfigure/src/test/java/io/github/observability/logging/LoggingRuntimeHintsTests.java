package io.github.observability.logging;

import io.github.observability.logging.delivery.AsyncProperties;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.test.context.FilteredClassLoader;

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
		for (Class<?> settings : new Class<?>[] { LoggingProperties.class, AsyncProperties.class, JsonSettings.class,
				JsonSettings.Context.class }) {
			assertThat(
					RuntimeHintsPredicates.reflection().onConstructorInvocation(settings.getDeclaredConstructors()[0]))
				.accepts(this.hints);
		}
	}

	@Test
	void letsTheStructuredTypesBeFound() {
		for (String type : StructuredArgumentReader.TYPES) {
			assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(type))).accepts(this.hints);
		}
	}

	@Test
	void hasNoHintForTypesThatAreAbsent() {
		RuntimeHints hints = new RuntimeHints();
		new LoggingRuntimeHints().registerHints(hints, new FilteredClassLoader("net.logstash.logback"));
		for (String type : StructuredArgumentReader.TYPES) {
			assertThat(hints.reflection().getTypeHint(TypeReference.of(type))).isNull();
		}
	}

}
