package io.github.observability.tracing.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Holds the spans of unsampled traces until it is known whether the trace is kept. It is
 * known when no span of the trace is open any more, which is when its local root ends
 * unless work goes on behind it; then it is waited for that work a little.
 * <p>
 * Traces lie in a hash table of which each stripe has a lock of its own, held for a few
 * steps. The number of spans, open and ended ones, is bounded: past it, a trace is left
 * to its head decision.
 */
final class SpanBuffer {

	private static final int STRIPES = 64;

	/** Whatever a trace of which spans never end waits for. */
	private static final int ABANDONED = (int) TimeUnit.HOURS.toMillis(1);

	private final Stripe[] stripes = new Stripe[STRIPES];

	private final AtomicInteger held = new AtomicInteger();

	private final TailSamplingProperties bounds;

	private final int decisionWait;

	private final int maxAge;

	private final boolean slowAtMaxAge;

	private final LongSupplier nanoTime;

	private final Drops drops;

	/**
	 * Create a buffer.
	 * @param bounds what bounds it
	 * @param slowAtMaxAge whether what is held for the longest time is slow for that
	 * @param nanoTime the clock
	 * @param drops is told about what is lost
	 */
	SpanBuffer(TailSamplingProperties bounds, boolean slowAtMaxAge, LongSupplier nanoTime, Drops drops) {
		this.bounds = bounds;
		this.decisionWait = (int) bounds.decisionWait().toMillis();
		this.maxAge = (int) Math.min(bounds.maxAge().toMillis(), ABANDONED);
		this.slowAtMaxAge = slowAtMaxAge;
		this.nanoTime = nanoTime;
		this.drops = drops;
		for (int i = 0; i < STRIPES; i++) {
			this.stripes[i] = new Stripe();
		}
	}

	/**
	 * Number of spans that are open or held.
	 */
	int size() {
		return this.held.get();
	}

	void started(SpanContext span, boolean root) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = stripe(hash);
		DropReason lost;
		int lostSpans = 1;
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			if (trace != null) {
				boolean undecided = trace.isUndecided();
				lost = span.isSampled() ? null : admit(trace);
				lostSpans += (lost != null && undecided) ? trace.started : 0;
			}
			else if (reserve()) {
				trace = new BufferedTrace(span.getTraceId(), now());
				trace.started = (short) (span.isSampled() ? 0 : 1);
				stripe.add(hash, trace);
				lost = null;
			}
			else {
				lost = span.isSampled() ? null : DropReason.FULL;
			}
			if (trace != null) {
				trace.open++;
				trace.openRoots += root ? 1 : 0;
			}
		}
		if (lost != null) {
			this.drops.dropped(lost, lostSpans);
		}
	}

	private @Nullable DropReason admit(BufferedTrace trace) {
		if (trace.kept) {
			return null;
		}
		if (trace.isDiscarded()) {
			return trace.discardedFor();
		}
		DropReason lost = null;
		if (trace.started >= this.bounds.maxSpansPerTrace()) {
			lost = DropReason.TRACE;
		}
		else if (trace.started > 0 && !reserve()) {
			lost = DropReason.FULL;
		}
		if (lost != null) {
			discard(trace, lost);
			return lost;
		}
		trace.started++;
		return null;
	}

	/**
	 * Take note of the end of a sampled span.
	 * @return whether its trace would have been kept if it were not sampled
	 */
	boolean endedSampled(SpanContext span, boolean root, boolean error, boolean slow) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			if (trace == null) {
				return error || slow;
			}
			end(trace, root, error, slow);
			boolean whole = trace.error || trace.slow;
			// Unsampled spans of the same trace are waited for as for any that linger.
			if (trace.isOver() && trace.started == 0) {
				remove(stripe, hash, trace);
			}
			return whole;
		}
	}

	/**
	 * Take note of the end of an unsampled span.
	 * @return what is exported now, {@code null} if nothing is
	 */
	@Nullable SampledTrace ended(ReadableSpan span, boolean root, boolean error, boolean slow) {
		String traceId = span.getSpanContext().getTraceId();
		int hash = Stripe.hash(traceId);
		Stripe stripe = stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, traceId);
			if (trace == null) {
				return null;
			}
			end(trace, root, error, slow);
			if (trace.kept) {
				TailSamplingReason reason = trace.reason();
				return (reason != null) ? new SampledTrace(reason, List.of(span), false) : null;
			}
			if (!trace.isDiscarded()) {
				trace.hold(span);
			}
			return trace.isOver() ? settle(stripe, hash, trace) : null;
		}
	}

	private void end(BufferedTrace trace, boolean root, boolean error, boolean slow) {
		trace.open--;
		trace.error |= error;
		trace.slow |= slow;
		if (root) {
			trace.openRoots--;
			trace.rootEnded = true;
			trace.since = now();
		}
	}

	/**
	 * Decide about a trace, or remove one that was decided about.
	 */
	private @Nullable SampledTrace settle(Stripe stripe, int hash, BufferedTrace trace) {
		TailSamplingReason reason = trace.isUndecided() ? trace.reason() : null;
		if (reason == null) {
			remove(stripe, hash, trace);
			return null;
		}
		SampledTrace kept = keep(trace, reason);
		if (this.decisionWait == 0) {
			// Nothing that follows is waited for.
			remove(stripe, hash, trace);
		}
		return kept;
	}

	private SampledTrace keep(BufferedTrace trace, TailSamplingReason reason) {
		release(trace.weight() - 1);
		trace.kept = true;
		trace.since = now();
		return new SampledTrace(reason, trace.release(), true);
	}

	private void discard(BufferedTrace trace, DropReason reason) {
		release(trace.weight() - 1);
		trace.discard(reason);
		trace.since = now();
	}

	private void remove(Stripe stripe, int hash, BufferedTrace trace) {
		release(trace.weight());
		stripe.remove(hash, trace);
	}

	/**
	 * Whether a trace would be exported with what is in its spans, if it were marked.
	 * @param span a span of it that is open
	 * @return whether it may be marked
	 */
	boolean isKeepable(SpanContext span) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			return trace != null && !trace.isDiscarded();
		}
	}

	/**
	 * Whether a trace is kept in any case.
	 */
	boolean isKept(SpanContext span) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			return trace != null && !trace.isDiscarded() && trace.reason() != null;
		}
	}

	/**
	 * Have a trace kept because an exemplar points to it.
	 */
	void markExemplar(SpanContext span) {
		int hash = Stripe.hash(span.getTraceId());
		Stripe stripe = stripe(hash);
		synchronized (stripe) {
			BufferedTrace trace = stripe.find(hash, span.getTraceId());
			if (trace != null) {
				trace.exemplar = true;
			}
		}
	}

	/**
	 * Decide about what has waited long enough.
	 * @param keeper is given what is exported
	 */
	void sweep(Consumer<SampledTrace> keeper) {
		forEachStripe((stripe, kept) -> {
			int now = now();
			stripe.forEach((hash, trace) -> {
				SampledTrace decided = sweep(stripe, hash, trace, now - trace.since);
				if (decided != null) {
					kept.add(decided);
				}
			});
		}, keeper);
	}

	/**
	 * Decide about everything, since nothing can be waited for any more.
	 * @param keeper is given what is exported
	 */
	void drain(Consumer<SampledTrace> keeper) {
		forEachStripe((stripe, kept) -> stripe.forEach((hash, trace) -> {
			TailSamplingReason reason = trace.isUndecided() ? trace.reason() : null;
			if (reason != null) {
				kept.add(keep(trace, reason));
			}
			remove(stripe, hash, trace);
		}), keeper);
	}

	private void forEachStripe(Sweep sweep, Consumer<SampledTrace> keeper) {
		List<SampledTrace> kept = new ArrayList<>();
		for (Stripe stripe : this.stripes) {
			synchronized (stripe) {
				sweep.accept(stripe, kept);
			}
			kept.forEach(keeper);
			kept.clear();
		}
	}

	private @Nullable SampledTrace sweep(Stripe stripe, int hash, BufferedTrace trace, int age) {
		if (age >= ABANDONED) {
			remove(stripe, hash, trace);
			return null;
		}
		if (!trace.isUndecided()) {
			if (trace.isOver() && age > this.decisionWait) {
				remove(stripe, hash, trace);
			}
			return null;
		}
		if (trace.isWaiting()) {
			return (age > this.decisionWait) ? endWait(stripe, hash, trace) : null;
		}
		return (age > this.maxAge && trace.started > 0) ? endAge(trace) : null;
	}

	/**
	 * What still goes on is held as a trace of its own, kept if there is an error in it.
	 */
	private @Nullable SampledTrace endWait(Stripe stripe, int hash, BufferedTrace trace) {
		TailSamplingReason reason = trace.reason();
		if (reason != null) {
			return keep(trace, reason);
		}
		if (trace.isOver()) {
			remove(stripe, hash, trace);
			return null;
		}
		release(trace.weight() - 1);
		trace.started = 1;
		trace.forget();
		trace.rootEnded = false;
		trace.since = now();
		return null;
	}

	private @Nullable SampledTrace endAge(BufferedTrace trace) {
		trace.slow |= this.slowAtMaxAge && trace.openRoots > 0;
		TailSamplingReason reason = trace.reason();
		if (reason != null) {
			return keep(trace, reason);
		}
		this.drops.dropped(DropReason.AGE, trace.started);
		discard(trace, DropReason.AGE);
		return null;
	}

	private boolean reserve() {
		if (this.held.incrementAndGet() <= this.bounds.maxSpans()) {
			return true;
		}
		this.held.decrementAndGet();
		return false;
	}

	private void release(int spans) {
		if (spans != 0) {
			this.held.addAndGet(-spans);
		}
	}

	private int now() {
		return (int) (this.nanoTime.getAsLong() / 1_000_000);
	}

	private Stripe stripe(int hash) {
		return this.stripes[hash & (STRIPES - 1)];
	}

	/**
	 * Is told about spans that are lost.
	 */
	@FunctionalInterface
	interface Drops {

		void dropped(DropReason reason, int spans);

	}

	@FunctionalInterface
	private interface Sweep {

		void accept(Stripe stripe, List<SampledTrace> kept);

	}

}
