package io.github.observability.logging;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the formatter, which Boot creates by its name, and
 * for the settings, which are bound before there are beans.
 */
final class LoggingRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar.forTypes(LoggingProperties.class, JsonSettings.class)
			.registerHints(hints, classLoader);
		hints.reflection().registerType(JsonLogFormatter.class, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
	}

}
