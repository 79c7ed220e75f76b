package io.github.observability.tracing.tail;

import java.util.function.Supplier;

import io.github.observability.tracing.sampling.TracingReduction;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * {@link io.prometheus.metrics.tracer.common.SpanContext Span context} that lets
 * exemplars refer only to traces that will be exported: those that the head or tail
 * sampler sampled and, up to a rate, other held traces, which are then sampled for their
 * exemplar.
 */
final class ExemplarSpanContext implements io.prometheus.metrics.tracer.common.SpanContext {

	private final SingletonSupplier<Boolean> exported;

	private final SingletonSupplier<@Nullable TailSamplingSpanProcessor> tailSampling;

	private final RateLimiter limiter;

	private final TracingReduction reduction;

	/**
	 * Create a span context.
	 * @param exported whether spans are exported at all; asked late because exporters may
	 * need the meters
	 * @param tailSampling the tail sampler, if there is one
	 * @param limiter limits the traces that are sampled for exemplars
	 * @param reduction whether exemplars are left out at the moment
	 */
	ExemplarSpanContext(Supplier<Boolean> exported, Supplier<@Nullable TailSamplingSpanProcessor> tailSampling,
			RateLimiter limiter, TracingReduction reduction) {
		this.exported = SingletonSupplier.of(exported);
		this.tailSampling = SingletonSupplier.ofNullable(tailSampling);
		this.limiter = limiter;
		this.reduction = reduction;
	}

	@Override
	public @Nullable String getCurrentTraceId() {
		SpanContext span = Span.current().getSpanContext();
		return span.isValid() ? span.getTraceId() : null;
	}

	@Override
	public @Nullable String getCurrentSpanId() {
		SpanContext span = Span.current().getSpanContext();
		return span.isValid() ? span.getSpanId() : null;
	}

	@Override
	public boolean isCurrentSpanSampled() {
		if (this.reduction.isWithoutExemplars()) {
			return false;
		}
		Span span = Span.current();
		SpanContext context = span.getSpanContext();
		if (!context.isValid() || context.isRemote() || !Boolean.TRUE.equals(this.exported.get())) {
			return false;
		}
		if (context.isSampled()) {
			return true;
		}
		SpanBuffer buffer = span.isRecording() ? buffer() : null;
		return buffer != null
				&& (buffer.isSampled(context) || (this.limiter.isAvailable() && buffer.isSamplable(context)));
	}

	@Override
	public void markCurrentSpanAsExemplar() {
		SpanContext context = Span.current().getSpanContext();
		SpanBuffer buffer = context.isSampled() ? null : buffer();
		if (buffer != null && !buffer.isSampled(context)) {
			buffer.markExemplar(context);
			this.limiter.acquire();
		}
	}

	private @Nullable SpanBuffer buffer() {
		TailSamplingSpanProcessor processor = this.tailSampling.get();
		return (processor != null && processor.isRecording()) ? processor.buffer() : null;
	}

}
