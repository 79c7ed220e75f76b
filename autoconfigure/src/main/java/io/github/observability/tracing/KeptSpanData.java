package io.github.observability.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Data of a span that says why its trace is kept, and how many traces it stands for.
 */
final class KeptSpanData extends DelegatingSpanData {

	/** Leaves the threshold as the head decision wrote it. */
	static final long AS_IT_IS = Long.MIN_VALUE;

	private final SpanContext context;

	private final Attributes attributes;

	private KeptSpanData(SpanData data, SpanContext context, Attributes attributes) {
		super(data);
		this.context = context;
		this.attributes = attributes;
	}

	static SpanData of(SpanData data, @Nullable KeepReason reason, long threshold) {
		SpanContext context = (threshold != AS_IT_IS) ? with(data.getSpanContext(), threshold) : data.getSpanContext();
		if (reason == null && context == data.getSpanContext()) {
			return data;
		}
		Attributes attributes = (reason != null)
				? data.getAttributes().toBuilder().put(SamplingReason.KEY, reason.value()).build()
				: data.getAttributes();
		return new KeptSpanData(data, context, attributes);
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
