package io.github.observability.tracing.tail;

import java.util.List;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Trace of which the buffer knows spans that are open, or after which more may start.
 * There is one for each request, so it is small: it is a link of the hash chain and of
 * the queue of its {@link Stripe}. The buffer accesses it under the lock of the stripe.
 */
final class BufferedTrace extends TraceSpans {

	private static final DropReason[] REASONS = DropReason.values();

	private static final int ROOT_ENDED = 1;

	private static final int ERROR = 1 << 1;

	private static final int SLOW = 1 << 2;

	private static final int EXEMPLAR = 1 << 3;

	private static final int COUNTED = 1 << 4;

	/** The index of the queue takes two bits: one byte more would cost eight. */
	private static final int QUEUE_SHIFT = 5;

	private static final int QUEUE_MASK = 3 << QUEUE_SHIFT;

	/** The trace was not decided on. */
	private static final byte UNDECIDED = 0;

	/** The trace was sampled. Larger values are reasons of a drop. */
	private static final byte SAMPLED = 1;

	private static final byte FIRST_REASON = 2;

	final String traceId;

	/** The next trace of the hash chain. */
	@Nullable BufferedTrace next;

	/** The neighbors in the queue. */
	@Nullable BufferedTrace older;

	@Nullable BufferedTrace newer;

	/** Milliseconds at which the trace entered its queue. */
	int since;

	/** Spans that were started and have not ended. */
	private int open;

	private short openRoots;

	private byte flags;

	private byte decision;

	BufferedTrace(String traceId, int since) {
		this.traceId = traceId;
		this.since = since;
	}

	/**
	 * Note the start of a span.
	 */
	void started(boolean root) {
		this.open++;
		if (root && this.openRoots < Short.MAX_VALUE) {
			this.openRoots++;
		}
	}

	/**
	 * Note the end of a span.
	 */
	void ended(boolean root, boolean error, boolean slow) {
		this.open--;
		mark(error, slow);
		if (root) {
			this.openRoots--;
			set(ROOT_ENDED);
		}
	}

	/**
	 * Note that a span of the trace is an error, or that the trace is slow.
	 */
	void mark(boolean error, boolean slow) {
		if (error) {
			set(ERROR);
		}
		if (slow) {
			set(SLOW);
		}
	}

	/**
	 * Give up all room and sample the trace.
	 * @return the spans that have ended
	 */
	List<ReadableSpan> sample() {
		this.decision = SAMPLED;
		return release();
	}

	/**
	 * Give up all room and drop the trace.
	 * @return the number of spans that have ended
	 */
	int drop(DropReason reason) {
		this.decision = (byte) (FIRST_REASON + reason.ordinal());
		return releaseUnread();
	}

	/**
	 * Drop the trace because there is no room to export it.
	 */
	void refuse() {
		this.decision = (byte) (FIRST_REASON + DropReason.QUEUE.ordinal());
	}

	/**
	 * Sample the trace after it was dropped.
	 */
	void resample() {
		this.decision = SAMPLED;
	}

	int open() {
		return this.open;
	}

	/**
	 * Index of the queue that the trace is in.
	 */
	int queue() {
		return (this.flags & QUEUE_MASK) >> QUEUE_SHIFT;
	}

	void queue(int index) {
		this.flags = (byte) ((this.flags & ~QUEUE_MASK) | (index << QUEUE_SHIFT));
	}

	boolean isUndecided() {
		return this.decision == UNDECIDED;
	}

	boolean isSampled() {
		return this.decision == SAMPLED;
	}

	/**
	 * Return why the trace was dropped.
	 */
	@Nullable DropReason dropped() {
		return (this.decision >= FIRST_REASON) ? REASONS[this.decision - FIRST_REASON] : null;
	}

	boolean isOver() {
		return this.open <= 0;
	}

	boolean hasOpenRoot() {
		return this.openRoots > 0;
	}

	/**
	 * Whether only spans are open that continue after all local roots have ended.
	 */
	boolean isWaiting() {
		return is(ROOT_ENDED) && this.openRoots <= 0;
	}

	/**
	 * Stop waiting for the spans that are open. They are a trace of their own.
	 */
	void endWait() {
		this.flags &= ~ROOT_ENDED;
	}

	void exemplar() {
		set(EXEMPLAR);
	}

	/**
	 * Whether the trace is counted for the first time.
	 */
	boolean count() {
		boolean first = !is(COUNTED);
		set(COUNTED);
		return first;
	}

	boolean isWorthSampling() {
		return is(ERROR) || is(SLOW);
	}

	@Nullable TailSamplingReason reason() {
		if (is(ERROR)) {
			return TailSamplingReason.ERROR;
		}
		if (is(SLOW)) {
			return TailSamplingReason.SLOW;
		}
		return is(EXEMPLAR) ? TailSamplingReason.EXEMPLAR : null;
	}

	private boolean is(int flag) {
		return (this.flags & flag) != 0;
	}

	private void set(int flag) {
		this.flags |= (byte) flag;
	}

}
