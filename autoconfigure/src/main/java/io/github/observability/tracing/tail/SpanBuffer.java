package io.github.observability.tracing.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Traces lie in a hash table of which each stripe has a lock of its own, held for a few
 * steps. The number of spans in undecided traces, open and ended ones, is bounded. Past
 * the bound the oldest trace is decided on to make room, and traces that no request waits
 * for come first: a span that is never ended must not take the place of an error. Traces
 * that were decided on have a bound of their own and hold no spans.
 * <p>
 * A dropped trace is remembered while spans of it are open. If one of them turns out to
 * be an error, it is exported without the spans that are lost.
 */
final class SpanBuffer {

	private static final int STRIPES = 64;

	/** Time after which spans of a trace are not expected to end any more. */
	private static final int ABANDONED = (int) TimeUnit.HOURS.toMillis(1);

	private static final int MIN_DECIDED = 1024;

	private final Stripe[] stripes = new Stripe[STRIPES];

	private final AtomicInteger spans = new AtomicInteger();

	private final AtomicInteger decided = new AtomicInteger();

	private final int maxSpans;

	private final int maxSpansPerTrace;

	private final int maxDecided;

	private final int decisionWait;

	private final int maxAge;

	private final boolean slowAtMaxAge;

	private final LongSupplier nanoTime;

	private final DropListener listener;

	/** Whether traces were forgotten for lack of room rather than for their age. */
	private volatile boolean crowded;

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
		this.maxSpans = bounds.maxSpans();
		this.maxSpansPerTrace = bounds.maxSpansPerTrace();
		this.maxDecided = maxDecided;
		this.decisionWait = (int) bounds.decisionWait().toMillis();
		this.maxAge = (int) Math.min(bounds.maxAge().toMillis(), ABANDONED);
		this.slowAtMaxAge = slowAtMaxAge;
		this.nanoTime = nanoTime;
		this.listener = listener;
		for (int i = 0; i < STRIPES; i++) {
			this.stripes[i] = new Stripe();
		}
	}

	/**
	 * Number of spans in undecided traces, open and ended ones.
	 */
	int size() {
		return this.spans.get();
	}

	/**
	 * Number of traces that were decided on and may have more spans.
	 */
	int decided() {
		return this.decided.get();
	}

	/**
	 * Note the start of a span.
	 * @param span the span
	 * @param root whether it is a local root
	 * @param exporter receives the spans to export
	 */
	void started(ReadableSpan span, boolean root, Consumer<SampledTrace> exporter) {
		if (this.spans.incrementAndGet() > this.maxSpans) {
			makeRoom(exporter);
		}
		String traceId = span.getSpanContext().getTraceId();
		int hash = Stripe.hash(traceId);
		Stripe stripe = stripe(hash);
		boolean added = false;
		int lost = 0;
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, traceId);
			if (trace == null) {
				trace = new BufferedTrace(traceId, now());
				stripe.add(hash, trace, (root && isServed(span.getKind())) ? Queue.SERVED : Queue.OTHER);
			}
			if (trace.isUndecided()) {
				added = trace.size() < this.maxSpansPerTrace;
				if (added) {
					trace.add(span);
				}
				else if (!span.getSpanContext().isSampled()) {
					lost = drop(stripe, trace, DropReason.TRACE);
				}
			}
			trace.started(root);
		}
		if (!added) {
			this.spans.decrementAndGet();
		}
		dropped(DropReason.TRACE, lost);
		boundDecided();
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
		Stripe stripe = stripe(hash);
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
					this.spans.decrementAndGet();
				}
				// Unsampled spans of the same trace wait for their decision.
				if (trace.isOver() && trace.held() == 0) {
					remove(stripe, trace);
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
		Stripe stripe = stripe(hash);
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
				dropped = this.crowded ? DropReason.FULL : DropReason.AGE;
			}
		}
		if (sampled == null && dropped != null) {
			dropped(dropped, 1);
		}
		boundDecided();
		return sampled;
	}

	private void ended(Stripe stripe, BufferedTrace trace, boolean root, boolean error, boolean slow) {
		trace.ended(root, error, slow);
		if (root && !trace.isOver()) {
			stripe.touch(trace, now());
		}
	}

	private @Nullable SampledTrace settle(Stripe stripe, BufferedTrace trace) {
		TailSamplingReason reason = trace.reason();
		if (reason == null) {
			remove(stripe, trace);
			return null;
		}
		SampledTrace sampled = sample(stripe, trace, reason);
		if (this.decisionWait == 0) {
			remove(stripe, trace);
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
				stripe.move(trace, Queue.DECIDED, now());
			}
		}
		return (reason != null) ? new SampledTrace(reason, List.of(span), trace.count()) : null;
	}

	private void forget(Stripe stripe, BufferedTrace trace, ReadableSpan span) {
		if (trace.openSpan() == span) {
			trace.forgetOpen();
		}
		if (trace.isOver() && (!trace.isSampled() || this.decisionWait == 0)) {
			remove(stripe, trace);
		}
	}

	private @Nullable SampledTrace sample(Stripe stripe, BufferedTrace trace, TailSamplingReason reason) {
		this.spans.addAndGet(-trace.size());
		List<ReadableSpan> spans = trace.sample();
		decide(stripe, trace);
		return spans.isEmpty() ? null : new SampledTrace(reason, spans, trace.count());
	}

	/**
	 * Drop an undecided trace.
	 * @return the number of spans that are lost
	 */
	private int drop(Stripe stripe, BufferedTrace trace, DropReason reason) {
		this.spans.addAndGet(-trace.size());
		int lost = trace.drop(reason);
		decide(stripe, trace);
		return lost;
	}

	private void decide(Stripe stripe, BufferedTrace trace) {
		if (trace.queue() == Queue.SERVED.ordinal() && trace.hasOpenRoot()) {
			// A request may take long. What outlives it is suspect.
			trace.forgetOpen();
		}
		this.decided.incrementAndGet();
		stripe.move(trace, Queue.DECIDED, now());
	}

	private void remove(Stripe stripe, BufferedTrace trace) {
		if (trace.isUndecided()) {
			this.spans.addAndGet(-trace.size());
		}
		else {
			this.decided.decrementAndGet();
		}
		stripe.remove(trace);
	}

	/**
	 * Drop a trace of which the exporting processors had no room for the first spans.
	 */
	void refuse(SampledTrace refused) {
		String traceId = refused.spans().get(0).getSpanContext().getTraceId();
		int hash = Stripe.hash(traceId);
		Stripe stripe = stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, traceId);
			if (trace != null && trace.isSampled()) {
				trace.refuse();
				if (trace.isOver()) {
					remove(stripe, trace);
				}
			}
		}
	}

	private void makeRoom(Consumer<SampledTrace> exporter) {
		while (this.spans.get() > this.maxSpans && (evict(Queue.OTHER, exporter) || evict(Queue.SERVED, exporter))) {
			this.crowded = true;
		}
	}

	private void boundDecided() {
		while (this.decided.get() > this.maxDecided && evict(Queue.DECIDED, (trace) -> {
		})) {
			this.crowded = true;
		}
	}

	/**
	 * Decide on the oldest undecided trace of a queue, or forget a decided one.
	 * @return whether there was one
	 */
	private boolean evict(Queue queue, Consumer<SampledTrace> exporter) {
		Stripe stripe = oldest(queue);
		if (stripe == null) {
			return false;
		}
		int lost = 0;
		int open = 0;
		ReadableSpan left;
		SampledTrace sampled = null;
		synchronized (stripe) {
			BufferedTrace trace = stripe.oldest(queue);
			if (trace == null) {
				// Another thread was faster.
				return true;
			}
			left = (queue != Queue.SERVED) ? trace.openSpan() : null;
			open = trace.open();
			if (queue == Queue.DECIDED) {
				remove(stripe, trace);
			}
			else {
				TailSamplingReason reason = trace.reason();
				if (reason != null) {
					sampled = sample(stripe, trace, reason);
				}
				else {
					lost = drop(stripe, trace, DropReason.FULL);
				}
				if (left != null) {
					trace.forgetOpen();
				}
			}
		}
		if (sampled != null) {
			exporter.accept(sampled);
		}
		dropped(DropReason.FULL, lost);
		if (left != null) {
			this.listener.leftOpen(left, open);
		}
		return true;
	}

	private @Nullable Stripe oldest(Queue queue) {
		int now = now();
		int highest = -1;
		Stripe oldest = null;
		for (Stripe stripe : this.stripes) {
			BufferedTrace trace = stripe.oldest(queue);
			int age = (trace != null) ? Math.max(0, now - trace.since) : -1;
			if (age > highest) {
				highest = age;
				oldest = stripe;
			}
		}
		return oldest;
	}

	/**
	 * Whether a trace would be exported if an exemplar referred to it.
	 * @param span an open span of the trace
	 * @return whether an exemplar may refer to it
	 */
	boolean isSamplable(SpanContext span) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = stripe(hash);
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
		Stripe stripe = stripe(hash);
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
		Stripe stripe = stripe(hash);
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
		for (Stripe stripe : this.stripes) {
			Sweep sweep = new Sweep(stripe);
			synchronized (stripe) {
				int now = now();
				stripe.forEach(Queue.SERVED, (trace) -> sweep.undecided(trace, now - trace.since));
				stripe.forEach(Queue.OTHER, (trace) -> sweep.undecided(trace, now - trace.since));
				stripe.forEach(Queue.DECIDED, (trace) -> sweep.decided(trace, now - trace.since));
			}
			sweep.report(exporter);
		}
		boundDecided();
	}

	/**
	 * Decide on all traces, because the application stops.
	 * @param exporter receives the spans to export
	 */
	void drain(Consumer<SampledTrace> exporter) {
		for (Stripe stripe : this.stripes) {
			Sweep sweep = new Sweep(stripe);
			synchronized (stripe) {
				for (Queue queue : Queue.values()) {
					stripe.forEach(queue, sweep::drain);
				}
			}
			sweep.report(exporter);
		}
	}

	private void dropped(DropReason reason, int lost) {
		if (lost > 0) {
			this.listener.dropped(reason, lost);
		}
	}

	private int now() {
		return (int) (this.nanoTime.getAsLong() / 1_000_000);
	}

	private Stripe stripe(int hash) {
		return this.stripes[hash & (STRIPES - 1)];
	}

	/**
	 * Visits the traces of a stripe and collects what to report without its lock.
	 */
	private final class Sweep {

		private final Stripe stripe;

		private final List<SampledTrace> sampled = new ArrayList<>();

		private final List<BufferedTrace> abandoned = new ArrayList<>();

		private int aged;

		Sweep(Stripe stripe) {
			this.stripe = stripe;
		}

		boolean undecided(BufferedTrace trace, int age) {
			if (age <= SpanBuffer.this.decisionWait) {
				return false;
			}
			if (trace.isWaiting()) {
				endWait(trace);
			}
			else if (age > SpanBuffer.this.maxAge) {
				endAge(trace);
			}
			return true;
		}

		/**
		 * Spans that are still open become a trace of their own.
		 */
		private void endWait(BufferedTrace trace) {
			TailSamplingReason reason = trace.reason();
			if (reason != null) {
				add(sample(this.stripe, trace, reason));
			}
			else if (trace.isOver()) {
				remove(this.stripe, trace);
			}
			else {
				SpanBuffer.this.spans.addAndGet(-trace.held());
				trace.forgetEnded();
				trace.endWait();
				this.stripe.move(trace, Queue.OTHER, now());
			}
		}

		private void endAge(BufferedTrace trace) {
			if (SpanBuffer.this.slowAtMaxAge && trace.hasOpenRoot()) {
				trace.mark(false, true);
			}
			TailSamplingReason reason = trace.reason();
			if (reason != null) {
				add(sample(this.stripe, trace, reason));
				return;
			}
			this.aged += drop(this.stripe, trace, DropReason.AGE);
		}

		boolean decided(BufferedTrace trace, int age) {
			if (age <= SpanBuffer.this.decisionWait) {
				return false;
			}
			if (age >= ABANDONED) {
				if (trace.openSpan() != null) {
					this.abandoned.add(trace);
				}
				remove(this.stripe, trace);
			}
			else if (trace.isOver()) {
				remove(this.stripe, trace);
			}
			return true;
		}

		boolean drain(BufferedTrace trace) {
			TailSamplingReason reason = trace.isUndecided() ? trace.reason() : null;
			if (reason != null) {
				add(sample(this.stripe, trace, reason));
			}
			remove(this.stripe, trace);
			return true;
		}

		private void add(@Nullable SampledTrace trace) {
			if (trace != null) {
				this.sampled.add(trace);
			}
		}

		void report(Consumer<SampledTrace> exporter) {
			this.sampled.forEach(exporter);
			dropped(DropReason.AGE, this.aged);
			for (BufferedTrace trace : this.abandoned) {
				ReadableSpan span = trace.openSpan();
				if (span != null) {
					SpanBuffer.this.listener.leftOpen(span, trace.open());
				}
			}
		}

	}

}
