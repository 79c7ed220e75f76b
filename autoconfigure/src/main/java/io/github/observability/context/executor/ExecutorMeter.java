package io.github.observability.context.executor;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters of asynchronous methods.
 */
enum ExecutorMeter implements MeterDocumentation {

	ASYNC_UNCAUGHT("observability.async.uncaught", Meter.Type.COUNTER,
			"Exceptions of asynchronous methods that nobody could catch", AsyncTag.CODE_FUNCTION,
			AsyncTag.CODE_NAMESPACE, AsyncTag.EXCEPTION);

	private final String name;

	private final Meter.Type type;

	private final String description;

	private final KeyName[] keyNames;

	ExecutorMeter(String name, Meter.Type type, String description, KeyName... keyNames) {
		this.name = name;
		this.type = type;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames;
	}

	String description() {
		return this.description;
	}

}
