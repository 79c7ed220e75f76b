package io.github.observability.tracing.tail;

import io.github.observability.tracing.sampling.ProbabilityThreshold;
import io.github.observability.tracing.sampling.SamplingReason;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Data of a span with the reason and the threshold that its trace was sampled by.
 */
final class TailSampledSpanData extends DelegatingSpanData {

	/** Keeps the threshold of the head sampler. */
	static final long AS_IT_IS = Long.MIN_VALUE;

	private final SpanContext context;

	private final Attributes attributes;

	private TailSampledSpanData(SpanData data, SpanContext context, Attributes attributes) {
		super(data);
		this.context = context;
		this.attributes = attributes;
	}

	static SpanData of(SpanData data, @Nullable TailSamplingReason reason, long threshold) {
		SpanContext context = (threshold != AS_IT_IS) ? with(data.getSpanContext(), threshold) : data.getSpanContext();
		if (reason == null && context == data.getSpanContext()) {
			return data;
		}
		Attributes attributes = (reason != null)
				? data.getAttributes().toBuilder().put(SamplingReason.KEY, reason.value()).build()
				: data.getAttributes();
		return new TailSampledSpanData(data, context, attributes);
	}

	/**
	 * Add attributes.
	 */
	static SpanData with(SpanData data, Attributes added) {
		if (added.isEmpty()) {
			return data;
		}
		return new TailSampledSpanData(data, data.getSpanContext(),
				data.getAttributes().toBuilder().putAll(added).build());
	}

	private static SpanContext with(SpanContext context, long threshold) {
		TraceState state = ProbabilityThreshold.write(context.getTraceState(), threshold);
		if (state == context.getTraceState()) {
			return context;
		}
		return SpanContext.create(context.getTraceId(), context.getSpanId(), context.getTraceFlags(), state);
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return super.getTotalAttributeCount() + this.attributes.size() - super.getAttributes().size();
	}

}
