package io.github.observability.tracing.sampling;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * {@link SamplingResult} that writes the threshold it was decided by, or removes the
 * threshold if none is known. Instances are created once per threshold and reason, so a
 * decision allocates nothing.
 */
final class ThresholdSamplingResult implements SamplingResult {

	static final ThresholdSamplingResult DROPPED = new ThresholdSamplingResult(SamplingDecision.DROP,
			Attributes.empty(), ProbabilityThreshold.UNKNOWN);

	static final ThresholdSamplingResult RECORDED = new ThresholdSamplingResult(SamplingDecision.RECORD_ONLY,
			Attributes.empty(), ProbabilityThreshold.UNKNOWN);

	private final SamplingDecision decision;

	private final Attributes attributes;

	private final long threshold;

	private final TraceState only;

	private ThresholdSamplingResult(SamplingDecision decision, Attributes attributes, long threshold) {
		this.decision = decision;
		this.attributes = attributes;
		this.threshold = threshold;
		this.only = ProbabilityThreshold.write(TraceState.getDefault(), threshold);
	}

	static ThresholdSamplingResult sampled(SamplingReason reason, long threshold) {
		return new ThresholdSamplingResult(SamplingDecision.RECORD_AND_SAMPLE, reason.attributes(), threshold);
	}

	long threshold() {
		return this.threshold;
	}

	@Override
	public SamplingDecision getDecision() {
		return this.decision;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public TraceState getUpdatedTraceState(TraceState parent) {
		return parent.isEmpty() ? this.only : ProbabilityThreshold.write(parent, this.threshold);
	}

}
