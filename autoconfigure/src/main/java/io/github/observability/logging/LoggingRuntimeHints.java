package io.github.observability.logging;

import java.util.List;

import io.github.observability.logging.delivery.AsyncProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the formatters, which Boot creates by name, and for
 * the settings, which are bound before there are beans.
 */
final class LoggingRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> FORMATTERS = List.of(JsonLogFormatter.class, TextLogFormatter.class,
			PlainTextLogFormatter.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar.forTypes(LoggingProperties.class, AsyncProperties.class, JsonSettings.class)
			.registerHints(hints, classLoader);
		// Looked up by name, because the library is optional.
		for (String type : StructuredArgumentReader.TYPES) {
			hints.reflection().registerTypeIfPresent(classLoader, type, (builder) -> {
			});
		}
		for (Class<?> formatter : FORMATTERS) {
			hints.reflection().registerType(formatter, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		}
	}

}
