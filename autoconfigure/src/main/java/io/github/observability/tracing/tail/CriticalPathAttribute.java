package io.github.observability.tracing.tail;

import io.github.observability.SpanAttribute;
import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of the local root of a trace that the tail sampler sampled.
 */
enum CriticalPathAttribute implements SpanAttribute {

	/** The largest contributor. */
	STEP(new Definition("critical_path.step", "string",
			"Name of the span that contributes most to the critical path of the trace")),

	/** How much that is. */
	NANOS(new Definition("critical_path.nanos", "int", "Nanoseconds that this span contributes to the critical path")),

	/** Whether it is proven. */
	CERTAIN(new Definition("critical_path.certain", "boolean",
			"Whether the spans prove the contribution, which they do not where it is a guess that one call waited for another"));

	private final Definition definition;

	CriticalPathAttribute(Definition definition) {
		this.definition = definition;
	}

	@Override
	public Definition definition() {
		return this.definition;
	}

	AttributeKey<String> text() {
		return AttributeKey.stringKey(this.definition.key());
	}

	AttributeKey<Long> number() {
		return AttributeKey.longKey(this.definition.key());
	}

	AttributeKey<Boolean> flag() {
		return AttributeKey.booleanKey(this.definition.key());
	}

}
