package io.github.observability.console.recording;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * {@link Sampler} that decides as the application's does, and has spans recorded for the
 * console that it would drop. What is exported and what goes downstream stays the same.
 */
public final class RecordingSampler implements Sampler {

	private final Sampler sampler;

	public RecordingSampler(Sampler sampler) {
		this.sampler = sampler;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		SamplingResult result = this.sampler.shouldSample(parentContext, traceId, name, spanKind, attributes,
				parentLinks);
		return (result.getDecision() == SamplingDecision.DROP) ? new Recorded(result) : result;
	}

	@Override
	public String getDescription() {
		return this.sampler.getDescription();
	}

	private record Recorded(SamplingResult dropped) implements SamplingResult {

		@Override
		public SamplingDecision getDecision() {
			return SamplingDecision.RECORD_ONLY;
		}

		@Override
		public Attributes getAttributes() {
			return this.dropped.getAttributes();
		}

		@Override
		public TraceState getUpdatedTraceState(TraceState parentTraceState) {
			return this.dropped.getUpdatedTraceState(parentTraceState);
		}

	}

}
