package io.github.observability.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * {@link SamplingResult} that adds to one that somebody else's sampler has made.
 *
 * @param result what the sampler said
 * @param decision what comes of it
 * @param more attributes to add
 * @param thresholdKnown whether the threshold in the trace state is the one that the
 * trace was sampled by; else it must go
 */
record ForeignVerdict(SamplingResult result, SamplingDecision decision, Attributes more,
		boolean thresholdKnown) implements SamplingResult {

	@Override
	public SamplingDecision getDecision() {
		return this.decision;
	}

	@Override
	public Attributes getAttributes() {
		Attributes attributes = this.result.getAttributes();
		if (attributes.isEmpty()) {
			return this.more;
		}
		return this.more.isEmpty() ? attributes : attributes.toBuilder().putAll(this.more).build();
	}

	@Override
	public TraceState getUpdatedTraceState(TraceState parent) {
		TraceState updated = this.result.getUpdatedTraceState(parent);
		return this.thresholdKnown ? updated : ProbabilityThreshold.write(updated, ProbabilityThreshold.UNKNOWN);
	}

}
