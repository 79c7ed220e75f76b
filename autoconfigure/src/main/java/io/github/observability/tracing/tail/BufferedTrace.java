package io.github.observability.tracing.tail;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Trace of which the buffer knows spans that are open, or after which more may start.
 * There is one for each request, so it is small: it is a link of the hash chain and of
 * the queue of its {@link Stripe}, and it holds its spans itself. The buffer accesses it
 * under the lock of the stripe.
 */
final class BufferedTrace {

	private static final int FIRST_CAPACITY = 4;

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

	/**
	 * The spans that take room: one span, or an array with the ended spans first and the
	 * open ones after them. Once the trace is decided on, the span that is open longest.
	 */
	private @Nullable Object spans;

	/** Milliseconds at which the trace entered its queue. */
	int since;

	/** Spans that were started and have not ended. */
	private int open;

	private short openRoots;

	private short size;

	private short ended;

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
	 * Add a span that is open.
	 */
	void add(ReadableSpan span) {
		if (this.size == 0) {
			this.spans = span;
		}
		else {
			array()[this.size] = span;
		}
		this.size++;
	}

	private @Nullable ReadableSpan[] array() {
		if (!(this.spans instanceof ReadableSpan[] array)) {
			@Nullable ReadableSpan[] first = new ReadableSpan[FIRST_CAPACITY];
			first[0] = (ReadableSpan) this.spans;
			this.spans = first;
			return first;
		}
		if (this.size < array.length) {
			return array;
		}
		@Nullable ReadableSpan[] larger = Arrays.copyOf(array, 2 * array.length);
		this.spans = larger;
		return larger;
	}

	/**
	 * Hold a span that has ended.
	 * @param span the span
	 * @return whether it was among the open ones
	 */
	boolean hold(ReadableSpan span) {
		int index = open(span);
		if (index < 0) {
			return false;
		}
		swap(index, this.ended);
		this.ended++;
		return true;
	}

	/**
	 * Remove a span that was open.
	 * @param span the span
	 * @return whether it was among the open ones
	 */
	boolean remove(ReadableSpan span) {
		int index = open(span);
		if (index < 0) {
			return false;
		}
		this.size--;
		swap(index, this.size);
		if (isArray()) {
			asArray()[this.size] = null;
		}
		else {
			this.spans = null;
		}
		return true;
	}

	/**
	 * Find an open span. The one that started last usually ends first.
	 */
	private int open(ReadableSpan span) {
		for (int i = this.size - 1; i >= this.ended; i--) {
			if (get(i) == span) {
				return i;
			}
		}
		return -1;
	}

	private @Nullable ReadableSpan get(int index) {
		return isArray() ? asArray()[index] : (ReadableSpan) this.spans;
	}

	private boolean isArray() {
		return this.spans instanceof ReadableSpan[];
	}

	private @Nullable ReadableSpan[] asArray() {
		return (@Nullable ReadableSpan[]) Objects.requireNonNull(this.spans);
	}

	private void swap(int one, int other) {
		if (one != other && isArray()) {
			@Nullable ReadableSpan[] array = asArray();
			ReadableSpan span = array[one];
			array[one] = array[other];
			array[other] = span;
		}
	}

	/**
	 * Forget the ended spans. The open ones keep their room.
	 */
	void forgetEnded() {
		for (int i = this.ended; i < this.size; i++) {
			swap(i, i - this.ended);
		}
		if (isArray()) {
			Arrays.fill(asArray(), this.size - this.ended, this.size, null);
		}
		else if (this.ended > 0) {
			this.spans = null;
		}
		this.size -= this.ended;
		this.ended = 0;
	}

	/**
	 * Give up all room and sample the trace.
	 * @return the spans that have ended
	 */
	List<ReadableSpan> sample() {
		List<ReadableSpan> spans = List.of();
		if (this.ended > 0) {
			spans = (this.spans instanceof ReadableSpan[] array) ? List.of(Arrays.copyOf(array, this.ended))
					: List.of((ReadableSpan) this.spans);
		}
		decide(SAMPLED);
		return spans;
	}

	/**
	 * Give up all room and drop the trace.
	 * @return the number of spans that have ended
	 */
	int drop(DropReason reason) {
		int spans = this.ended;
		decide((byte) (FIRST_REASON + reason.ordinal()));
		return spans;
	}

	private void decide(byte decision) {
		this.spans = (this.size > this.ended) ? get(this.ended) : null;
		this.size = 0;
		this.ended = 0;
		this.decision = decision;
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

	/**
	 * Number of spans that take room.
	 */
	int size() {
		return this.size;
	}

	/**
	 * Number of spans among them that have ended.
	 */
	int held() {
		return this.ended;
	}

	int open() {
		return this.open;
	}

	/**
	 * Return the span that is open longest, as far as is known.
	 */
	@Nullable ReadableSpan openSpan() {
		if (this.decision == UNDECIDED) {
			return (this.size > this.ended) ? get(this.ended) : null;
		}
		return (ReadableSpan) this.spans;
	}

	/**
	 * Forget the open span of a trace that was decided on.
	 */
	void forgetOpen() {
		this.spans = null;
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
