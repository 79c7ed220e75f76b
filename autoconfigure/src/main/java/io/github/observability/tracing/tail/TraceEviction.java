package io.github.observability.tracing.tail;

import java.util.function.Consumer;

import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.tail.Stripe.Queue;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link TraceTable} within its bounds. Past the bound of spans the oldest trace
 * is decided on, and traces that no request waits for come first: a span that is never
 * ended must not take the place of an error. Past the bound of decided traces the oldest
 * one is forgotten.
 */
final class TraceEviction {

	private final TraceTable table;

	private final int maxSpans;

	private final int maxDecided;

	private final DropListener listener;

	private volatile boolean crowded;

	TraceEviction(TraceTable table, int maxSpans, int maxDecided, DropListener listener) {
		this.table = table;
		this.maxSpans = maxSpans;
		this.maxDecided = maxDecided;
		this.listener = listener;
	}

	/**
	 * Return why a span is unknown: traces were forgotten for lack of room, or else for
	 * their age.
	 */
	DropReason reasonForUnknown() {
		return this.crowded ? DropReason.FULL : DropReason.AGE;
	}

	void boundSpans(Consumer<SampledTrace> exporter) {
		while (this.table.spans() > this.maxSpans && (evict(Queue.OTHER, exporter) || evict(Queue.SERVED, exporter))) {
			this.crowded = true;
		}
	}

	void boundDecided() {
		while (this.table.decided() > this.maxDecided && forgetOldest()) {
			this.crowded = true;
		}
	}

	/**
	 * Decide on the oldest undecided trace of a queue.
	 * @return whether there was one
	 */
	private boolean evict(Queue queue, Consumer<SampledTrace> exporter) {
		Stripe stripe = this.table.oldest(queue);
		if (stripe == null) {
			return false;
		}
		int lost = 0;
		int open;
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
			TailSamplingReason reason = trace.reason();
			if (reason != null) {
				sampled = this.table.sample(stripe, trace, reason);
			}
			else {
				lost = this.table.drop(stripe, trace, DropReason.FULL);
			}
			if (left != null) {
				trace.forgetOpen();
			}
		}
		if (sampled != null) {
			exporter.accept(sampled);
		}
		if (lost > 0) {
			this.listener.dropped(DropReason.FULL, lost);
		}
		reportOpen(left, open);
		return true;
	}

	/**
	 * Forget the oldest trace that was decided on.
	 * @return whether there was one
	 */
	private boolean forgetOldest() {
		Stripe stripe = this.table.oldest(Queue.DECIDED);
		if (stripe == null) {
			return false;
		}
		int open;
		ReadableSpan left;
		synchronized (stripe) {
			BufferedTrace trace = stripe.oldest(Queue.DECIDED);
			if (trace == null) {
				// Another thread was faster.
				return true;
			}
			left = trace.openSpan();
			open = trace.open();
			this.table.remove(stripe, trace);
		}
		reportOpen(left, open);
		return true;
	}

	private void reportOpen(@Nullable ReadableSpan left, int open) {
		if (left != null) {
			this.listener.leftOpen(left, open);
		}
	}

}
