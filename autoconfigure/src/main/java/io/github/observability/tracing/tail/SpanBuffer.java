package io.github.observability.tracing.tail;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.tail.Stripe.Queue;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Holds the spans of unsampled traces until it is known whether the tail sampler samples
 * the trace. That is when no span of the trace is open any more: when its local root
 * ends, unless work continues after it; then the buffer waits for that work a little.
 * <p>
 * The traces lie in a {@link TraceTable}, whose locks are held for a few steps. The
 * number of spans in undecided traces, open and ended ones, is bounded, and so is the
 * number of traces that were decided on, which hold no spans: see {@link TraceEviction}.
 * Traces that do not end are settled by the {@link TraceSweep}.
 * <p>
 * A dropped trace is remembered while spans of it are open. If one of them turns out to
 * be an error, it is exported without the spans that are lost.
 */
final class SpanBuffer {

	private static final int MIN_DECIDED = 1024;

	private final TraceTable table;

	private final TraceEviction eviction;

	private final TraceSweep sweep;

	private final int maxSpans;

	private final int maxSpansPerTrace;

	/** Whether work that continues after the local root belongs to its trace. */
	private final boolean waiting;

	private final DropListener listener;

	/**
	 * Create a buffer.
	 * @param bounds its bounds
	 * @param slowAtMaxAge whether a trace that reaches the maximum age is slow
	 * @param nanoTime the clock
	 * @param listener is notified of losses
	 */
	SpanBuffer(TailSamplingProperties bounds, boolean slowAtMaxAge, LongSupplier nanoTime, DropListener listener) {
		this(bounds, Math.max(MIN_DECIDED, bounds.maxSpans()), slowAtMaxAge, nanoTime, listener);
	}

	SpanBuffer(TailSamplingProperties bounds, int maxDecided, boolean slowAtMaxAge, LongSupplier nanoTime,
			DropListener listener) {
		this.table = new TraceTable(nanoTime);
		this.eviction = new TraceEviction(this.table, bounds.maxSpans(), maxDecided, listener);
		this.sweep = new TraceSweep(this.table, bounds, slowAtMaxAge, listener);
		this.maxSpans = bounds.maxSpans();
		this.maxSpansPerTrace = bounds.maxSpansPerTrace();
		this.waiting = bounds.decisionWait().toMillis() > 0;
		this.listener = listener;
	}

	/**
	 * Number of spans in undecided traces, open and ended ones.
	 */
	int size() {
		return this.table.spans();
	}

	/**
	 * Number of traces that were decided on and may have more spans.
	 */
	int decided() {
		return this.table.decided();
	}

	/**
	 * Note the start of a span.
	 * @param span the span
	 * @param root whether it is a local root
	 * @param exporter receives the spans to export
	 */
	void started(ReadableSpan span, boolean root, Consumer<SampledTrace> exporter) {
		if (this.table.takeRoom() > this.maxSpans) {
			this.eviction.boundSpans(exporter);
		}
		String traceId = span.getSpanContext().getTraceId();
		int hash = Stripe.hash(traceId);
		Stripe stripe = this.table.stripe(hash);
		boolean added = false;
		int lost = 0;
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, traceId);
			if (trace == null) {
				trace = new BufferedTrace(traceId, this.table.now());
				stripe.add(hash, trace, (root && isServed(span.getKind())) ? Queue.SERVED : Queue.OTHER);
			}
			if (trace.isUndecided()) {
				added = trace.size() < this.maxSpansPerTrace;
				if (added) {
					trace.add(span);
				}
				else if (!span.getSpanContext().isSampled()) {
					lost = this.table.drop(stripe, trace, DropReason.TRACE);
				}
			}
			trace.started(root);
		}
		if (!added) {
			this.table.giveRoom(1);
		}
		dropped(DropReason.TRACE, lost);
		this.eviction.boundDecided();
	}

	private static boolean isServed(SpanKind kind) {
		return kind == SpanKind.SERVER || kind == SpanKind.CONSUMER;
	}

	/**
	 * Note the end of a sampled span.
	 * @return whether the tail sampler would have sampled its trace
	 */
	boolean endedSampled(ReadableSpan span, boolean root, boolean error, boolean slow) {
		String traceId = span.getSpanContext().getTraceId();
		int hash = Stripe.hash(traceId);
		Stripe stripe = this.table.stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, traceId);
			if (trace == null) {
				return error || slow;
			}
			ended(stripe, trace, root, error, slow);
			if (!trace.isUndecided()) {
				forget(stripe, trace, span);
			}
			else {
				if (trace.remove(span)) {
					this.table.giveRoom(1);
				}
				// Unsampled spans of the same trace wait for their decision.
				if (trace.isOver() && trace.held() == 0) {
					this.table.remove(stripe, trace);
				}
			}
			return trace.isWorthSampling();
		}
	}

	/**
	 * Note the end of an unsampled span.
	 * @return the spans to export now, {@code null} if there are none
	 */
	@Nullable SampledTrace ended(ReadableSpan span, boolean root, boolean error, boolean slow) {
		String traceId = span.getSpanContext().getTraceId();
		int hash = Stripe.hash(traceId);
		Stripe stripe = this.table.stripe(hash);
		SampledTrace sampled;
		DropReason dropped = null;
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, traceId);
			if (trace != null && trace.isUndecided() && trace.hold(span)) {
				ended(stripe, trace, root, error, slow);
				sampled = trace.isOver() ? settle(stripe, trace) : null;
			}
			else if (trace != null && !trace.isUndecided()) {
				ended(stripe, trace, root, error, slow);
				sampled = late(stripe, trace, span, root, error);
				dropped = trace.dropped();
				forget(stripe, trace, span);
			}
			else {
				sampled = forgotten(trace, span, error, slow);
				dropped = this.eviction.reasonForUnknown();
			}
		}
		if (sampled == null && dropped != null) {
			dropped(dropped, 1);
		}
		this.eviction.boundDecided();
		return sampled;
	}

	private void ended(Stripe stripe, BufferedTrace trace, boolean root, boolean error, boolean slow) {
		trace.ended(root, error, slow);
		if (root && !trace.isOver()) {
			stripe.touch(trace, this.table.now());
		}
	}

	private @Nullable SampledTrace settle(Stripe stripe, BufferedTrace trace) {
		TailSamplingReason reason = trace.reason();
		if (reason == null) {
			this.table.remove(stripe, trace);
			return null;
		}
		SampledTrace sampled = this.table.sample(stripe, trace, reason);
		if (!this.waiting) {
			this.table.remove(stripe, trace);
		}
		return sampled;
	}

	/**
	 * Export a span whose start was forgotten, if it must not be lost. There may be a
	 * trace again, of spans that started later.
	 */
	private static @Nullable SampledTrace forgotten(@Nullable BufferedTrace trace, ReadableSpan span, boolean error,
			boolean slow) {
		if (!error && !slow) {
			return null;
		}
		if (trace != null) {
			trace.mark(error, slow);
		}
		return new SampledTrace(error ? TailSamplingReason.ERROR : TailSamplingReason.SLOW, List.of(span),
				trace == null || trace.count());
	}

	/**
	 * Export a span of a trace that was decided on, if it was sampled or must not be
	 * lost.
	 */
	private @Nullable SampledTrace late(Stripe stripe, BufferedTrace trace, ReadableSpan span, boolean root,
			boolean error) {
		DropReason dropped = trace.dropped();
		TailSamplingReason reason = trace.reason();
		if (dropped != null) {
			if (dropped == DropReason.QUEUE || !trace.isWorthSampling() || !(root || error)) {
				return null;
			}
			if (dropped == DropReason.TRACE && !root) {
				return null;
			}
			if (dropped != DropReason.TRACE) {
				trace.resample();
				stripe.move(trace, Queue.DECIDED, this.table.now());
			}
		}
		return (reason != null) ? new SampledTrace(reason, List.of(span), trace.count()) : null;
	}

	private void forget(Stripe stripe, BufferedTrace trace, ReadableSpan span) {
		if (trace.openSpan() == span) {
			trace.forgetOpen();
		}
		if (trace.isOver() && (!trace.isSampled() || !this.waiting)) {
			this.table.remove(stripe, trace);
		}
	}

	/**
	 * Drop a trace of which the exporting processors had no room for the first spans.
	 */
	void refuse(SampledTrace refused) {
		String traceId = refused.spans().get(0).getSpanContext().getTraceId();
		int hash = Stripe.hash(traceId);
		Stripe stripe = this.table.stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, traceId);
			if (trace != null && trace.isSampled()) {
				trace.refuse();
				if (trace.isOver()) {
					this.table.remove(stripe, trace);
				}
			}
		}
	}

	/**
	 * Whether a trace would be exported if an exemplar referred to it.
	 * @param span an open span of the trace
	 * @return whether an exemplar may refer to it
	 */
	boolean isSamplable(SpanContext span) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = this.table.stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			return trace != null && trace.dropped() == null;
		}
	}

	/**
	 * Whether a trace will be exported in any case.
	 */
	boolean isSampled(SpanContext span) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = this.table.stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			return trace != null && trace.dropped() == null && trace.reason() != null;
		}
	}

	/**
	 * Sample a trace because an exemplar refers to it.
	 */
	void markExemplar(SpanContext span) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = this.table.stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			if (trace != null) {
				trace.exemplar();
			}
		}
	}

	/**
	 * Decide on traces that have waited long enough, and forget those that do not end.
	 * @param exporter receives the spans to export
	 */
	void sweep(Consumer<SampledTrace> exporter) {
		this.sweep.sweep(exporter);
		this.eviction.boundDecided();
	}

	/**
	 * Decide on all traces, because the application stops.
	 * @param exporter receives the spans to export
	 */
	void drain(Consumer<SampledTrace> exporter) {
		this.sweep.drain(exporter);
	}

	private void dropped(DropReason reason, int lost) {
		if (lost > 0) {
			this.listener.dropped(reason, lost);
		}
	}

}
