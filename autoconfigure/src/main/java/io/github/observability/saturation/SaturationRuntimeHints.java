package io.github.observability.saturation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.ConcurrencyThrottleSupport;

/**
 * {@link RuntimeHintsRegistrar} for what is read of Spring's executors and of Jetty by
 * reflection.
 */
final class SaturationRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(SimpleAsyncTaskExecutor.class, (hint) -> hint.withField(ExecutorSource.THROTTLE))
			.registerType(ConcurrencyThrottleSupport.class, (hint) -> hint.withField(ExecutorSource.COUNT))
			.registerTypeIfPresent(classLoader, JettySource.WEB_SERVER,
					(hint) -> hint.withMethod(JettySource.GETTER, List.of(), ExecutableMode.INVOKE));
	}

}
