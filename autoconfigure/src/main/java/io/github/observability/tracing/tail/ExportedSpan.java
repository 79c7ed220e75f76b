package io.github.observability.tracing.tail;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.observability.tracing.DelegatingReadableSpan;
import io.github.observability.tracing.sampling.ProbabilityThreshold;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A span on its way to the exporter. To processors it appears as sampled, because they
 * drop unsampled spans; its data keeps the decision of the head sampler, which other
 * services received.
 */
final class ExportedSpan extends DelegatingReadableSpan {

	private final SpanContext context;

	private final Runnable taken;

	private final AtomicBoolean waiting = new AtomicBoolean(true);

	private final @Nullable TailSamplingReason reason;

	private final CriticalPaths.@Nullable Pending path;

	private final long threshold;

	private ExportedSpan(ReadableSpan span, SpanContext context, @Nullable TailSamplingReason reason,
			CriticalPaths.@Nullable Pending path, long threshold, Runnable taken) {
		super(span);
		this.context = context;
		this.reason = reason;
		this.path = path;
		this.threshold = threshold;
		this.taken = taken;
	}

	/**
	 * Wrap a span that the head sampler sampled.
	 * @param span the span
	 * @param whole whether the tail sampler would have sampled its trace otherwise
	 * @param taken called when the exporter takes it
	 */
	static ExportedSpan sampled(ReadableSpan span, boolean whole, Runnable taken) {
		long threshold = whole ? ProbabilityThreshold.ALWAYS : TailSampledSpanData.AS_IT_IS;
		return new ExportedSpan(span, span.getSpanContext(), null, null, threshold, taken);
	}

	/**
	 * Wrap a span of a trace that the tail sampler sampled after the head sampler had
	 * rejected it.
	 * @param span the span
	 * @param reason why its trace is sampled
	 * @param root whether it is a local root, which gets the reason as an attribute
	 * @param path the critical path of the trace, which the local root gets as well;
	 * {@code null} if there is none
	 * @param taken called when the exporter takes it
	 */
	static ExportedSpan sampled(ReadableSpan span, TailSamplingReason reason, boolean root,
			CriticalPaths.@Nullable Pending path, Runnable taken) {
		SpanContext context = span.getSpanContext();
		SpanContext sampled = SpanContext.create(context.getTraceId(), context.getSpanId(), TraceFlags.getSampled(),
				context.getTraceState());
		return new ExportedSpan(span, sampled, root ? reason : null, root ? path : null, reason.threshold(), taken);
	}

	@Override
	public SpanData toSpanData() {
		if (this.waiting.compareAndSet(true, false)) {
			this.taken.run();
		}
		SpanData data = TailSampledSpanData.of(super.toSpanData(), this.reason, this.threshold);
		return (this.path != null) ? TailSampledSpanData.with(data, this.path.attributes()) : data;
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

}
