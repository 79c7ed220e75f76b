package io.github.observability.context.executor;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of asynchronous methods.
 */
enum ExecutorMeter implements DefinedMeter {

	ASYNC_UNCAUGHT(MeterDefinition.counter("observability.async.uncaught",
			"Exceptions of void asynchronous methods, which no caller can catch", AsyncTag.CODE_FUNCTION,
			AsyncTag.CODE_NAMESPACE, AsyncTag.EXCEPTION));

	private final MeterDefinition definition;

	ExecutorMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
