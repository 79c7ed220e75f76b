package io.github.observability.context.propagation;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for each {@link InstrumentedRequest}.
 */
final class InstrumentedRequestRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (InstrumentedRequest each : InstrumentedRequest.values()) {
			each.getters().forEach((getter) -> hints.reflection().registerMethod(getter, ExecutableMode.INVOKE));
		}
	}

}
