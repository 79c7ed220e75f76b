package io.github.observability.profiling;

import io.github.observability.SpanAttribute;
import io.github.observability.tracing.evidence.SlowTraceEvidence;
import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of the event of a slow trace that has its profile.
 */
enum ProfileAttribute implements SpanAttribute {

	/** Where the time went. */
	FRAMES(new Definition(SlowTraceEvidence.FRAMES.getKey(), "string[]",
			"The five frames that ran most while threads worked for a slow trace, each with its share of the samples")),

	/** How many samples say so. */
	SAMPLES(new Definition("profile.samples", "int", "Samples of threads while they worked for the trace")),

	/** How much that is. */
	CPU_NANOS(new Definition("profile.cpu_nanos", "int",
			"Nanoseconds of CPU time that the samples stand for; the rest of the trace is waiting"));

	private final Definition definition;

	ProfileAttribute(Definition definition) {
		this.definition = definition;
	}

	@Override
	public Definition definition() {
		return this.definition;
	}

	AttributeKey<Long> number() {
		return AttributeKey.longKey(this.definition.key());
	}

}
