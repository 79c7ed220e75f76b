package io.github.observability.tracing;

import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Tells Prometheus meters which trace an exemplar may point to: one that is exported.
 * That is one that is sampled, one that is kept for another reason, or, within a budget,
 * any that is held, which is kept for it.
 */
final class ExemplarSpanContext implements io.prometheus.metrics.tracer.common.SpanContext {

	private final SingletonSupplier<Boolean> exported;

	private final SingletonSupplier<@Nullable KeepingSpanProcessor> keeping;

	private final RateBudget budget;

	/**
	 * Create a span context.
	 * @param exported whether spans are exported at all, asked for late: what exports may
	 * need the meters
	 * @param keeping what holds unsampled spans, if there is one
	 * @param budget how many traces are kept for exemplars
	 */
	ExemplarSpanContext(Supplier<Boolean> exported, Supplier<@Nullable KeepingSpanProcessor> keeping,
			RateBudget budget) {
		this.exported = SingletonSupplier.of(exported);
		this.keeping = SingletonSupplier.ofNullable(keeping);
		this.budget = budget;
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
		Span span = Span.current();
		SpanContext context = span.getSpanContext();
		if (!context.isValid() || context.isRemote() || !Boolean.TRUE.equals(this.exported.get())) {
			return false;
		}
		if (context.isSampled()) {
			return true;
		}
		SpanBuffer buffer = span.isRecording() ? buffer() : null;
		return buffer != null && (buffer.isKept(context) || (this.budget.hasOne() && buffer.isKeepable(context)));
	}

	@Override
	public void markCurrentSpanAsExemplar() {
		SpanContext context = Span.current().getSpanContext();
		SpanBuffer buffer = context.isSampled() ? null : buffer();
		if (buffer != null && !buffer.isKept(context)) {
			buffer.markExemplar(context);
			this.budget.takeOne();
		}
	}

	private @Nullable SpanBuffer buffer() {
		KeepingSpanProcessor processor = this.keeping.get();
		return (processor != null && processor.isWanted()) ? processor.buffer() : null;
	}

}
