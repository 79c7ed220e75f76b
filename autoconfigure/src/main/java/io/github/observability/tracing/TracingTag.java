package io.github.observability.tracing;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of {@link TracingMeter}.
 */
public enum TracingTag implements KeyName {

	/** Why a trace was sampled, or why spans were lost. */
	REASON("reason"),

	/** Route of the local root, its name if it has none. */
	ROUTE("route"),

	/** Name of a span on the critical path. */
	STEP("step");

	private final String key;

	TracingTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
