package io.github.observability.test.repetition;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Repeats a class of tests.
 */
final class RepetitionProvider implements ClassTemplateInvocationContextProvider {

	@Override
	public boolean supportsClassTemplate(ExtensionContext context) {
		return true;
	}

	@Override
	public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
			ExtensionContext context) {
		return IntStream.range(0, Integer.getInteger("tests.repetitions", 1))
			.mapToObj((repetition) -> new ClassTemplateInvocationContext() {
			});
	}

}
