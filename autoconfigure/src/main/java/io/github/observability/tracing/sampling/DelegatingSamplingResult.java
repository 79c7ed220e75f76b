package io.github.observability.tracing.sampling;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * {@link SamplingResult} that adds attributes and a decision to the result of another
 * sampler.
 *
 * @param result the result of the other sampler
 * @param decision the decision that applies
 * @param more attributes to add
 * @param thresholdKnown whether the trace was sampled by the threshold in its trace
 * state; if not, the threshold is removed
 */
record DelegatingSamplingResult(SamplingResult result, SamplingDecision decision, Attributes more,
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
