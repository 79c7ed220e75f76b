package io.github.observability.tracing.tail;

import io.github.observability.SpanAttribute;
import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of the local root of a trace that the tail sampler sampled.
 */
enum CriticalPathAttribute implements SpanAttribute {

	/** The largest contributor. */
	STEP("critical_path.step", "string", "Name of the span that contributes most to the critical path of the trace"),

	/** How much that is. */
	NANOS("critical_path.nanos", "int", "Nanoseconds that this span contributes to the critical path"),

	/** Whether it is proven. */
	CERTAIN("critical_path.certain", "boolean",
			"Whether the spans prove the contribution, which they do not where it is a guess that one call waited for another");

	private final String key;

	private final String type;

	private final String description;

	CriticalPathAttribute(String key, String type, String description) {
		this.key = key;
		this.type = type;
		this.description = description;
	}

	@Override
	public String asString() {
		return this.key;
	}

	@Override
	public String type() {
		return this.type;
	}

	@Override
	public String description() {
		return this.description;
	}

	AttributeKey<String> text() {
		return AttributeKey.stringKey(this.key);
	}

	AttributeKey<Long> number() {
		return AttributeKey.longKey(this.key);
	}

	AttributeKey<Boolean> flag() {
		return AttributeKey.booleanKey(this.key);
	}

}
