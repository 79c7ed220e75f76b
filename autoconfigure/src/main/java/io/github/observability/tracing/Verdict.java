package io.github.observability.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * {@link SamplingResult} that writes the threshold by which it was made, or that none is
 * known. It is made once for each threshold and reason, so that a decision costs nothing.
 */
final class Verdict implements SamplingResult {

	static final Verdict DROPPED = new Verdict(SamplingDecision.DROP, Attributes.empty(), ProbabilityThreshold.UNKNOWN);

	static final Verdict RECORDED = new Verdict(SamplingDecision.RECORD_ONLY, Attributes.empty(),
			ProbabilityThreshold.UNKNOWN);

	private final SamplingDecision decision;

	private final Attributes attributes;

	private final long threshold;

	private final TraceState only;

	private Verdict(SamplingDecision decision, Attributes attributes, long threshold) {
		this.decision = decision;
		this.attributes = attributes;
		this.threshold = threshold;
		this.only = ProbabilityThreshold.write(TraceState.getDefault(), threshold);
	}

	static Verdict sampled(SamplingReason reason, long threshold) {
		return new Verdict(SamplingDecision.RECORD_AND_SAMPLE, reason.attributes(), threshold);
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
