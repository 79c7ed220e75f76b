package io.github.observability.defaults;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the settings, which are bound before there are beans,
 * for the index of their keys, and for what the defaults of logging depend on.
 */
final class DefaultsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar.forTypes(DefaultsProperties.class).registerHints(hints, classLoader);
		hints.resources().registerPattern(SettingKeys.INDEX);
		hints.resources().registerPattern(Artifact.BUILD_INFO);
		LoggingDefaults.LOGBACK_FILES.forEach(hints.resources()::registerPattern);
	}

}
