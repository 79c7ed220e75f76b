package io.github.observability;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * {@link RuntimeHintsRegistrar} for each {@link FrameworkField}.
 */
final class FrameworkFieldRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (FrameworkField each : FrameworkField.values()) {
			PrivateField field = each.field();
			hints.reflection()
				.registerType(TypeReference.of(field.className()), (hint) -> hint.withField(field.name()));
		}
	}

}
