package io.github.observability.tracing.tail;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * Records what another sampler drops, for tests of what becomes of it.
 */
record RecordOnlySampler(Sampler sampler, BooleanSupplier wanted) implements Sampler {

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		SamplingResult result = this.sampler.shouldSample(parentContext, traceId, name, spanKind, attributes,
				parentLinks);
		return (result.getDecision() == SamplingDecision.DROP && this.wanted.getAsBoolean())
				? SamplingResult.recordOnly() : result;
	}

	@Override
	public String getDescription() {
		return "RecordOnly";
	}

}
