package io.github.observability.saturation.pool;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the method of Boot's server that returns Jetty's.
 */
final class PoolRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerTypeIfPresent(classLoader, JettySource.WEB_SERVER,
					(hint) -> hint.withMethod(JettySource.GETTER, List.of(), ExecutableMode.INVOKE));
	}

}
