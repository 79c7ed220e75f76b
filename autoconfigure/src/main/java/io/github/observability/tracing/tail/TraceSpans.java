package io.github.observability.tracing.tail;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace. It is the superclass of {@link BufferedTrace} and no part of it,
 * because each request would pay for a second object.
 */
abstract class TraceSpans {

	private static final int FIRST_CAPACITY = 4;

	/**
	 * The spans that take room: one span, or an array with the ended spans first and the
	 * open ones after them. Once the trace is decided on, the span that is open longest.
	 */
	private @Nullable Object spans;

	private short size;

	private short ended;

	/**
	 * Add a span that is open.
	 */
	final void add(ReadableSpan span) {
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
	final boolean hold(ReadableSpan span) {
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
	final boolean remove(ReadableSpan span) {
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
	final void forgetEnded() {
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
	 * Give up all room but that of the span that is open longest.
	 * @return the spans that have ended
	 */
	final List<ReadableSpan> release() {
		List<ReadableSpan> released = List.of();
		if (this.ended > 0) {
			released = (this.spans instanceof ReadableSpan[] array) ? List.of(Arrays.copyOf(array, this.ended))
					: List.of((ReadableSpan) this.spans);
		}
		releaseUnread();
		return released;
	}

	/**
	 * Give up all room but that of the span that is open longest.
	 * @return the number of spans that have ended
	 */
	final int releaseUnread() {
		int released = this.ended;
		this.spans = (this.size > this.ended) ? get(this.ended) : null;
		this.size = 0;
		this.ended = 0;
		return released;
	}

	/**
	 * Return the span that is open longest, as far as is known.
	 */
	final @Nullable ReadableSpan openSpan() {
		if (this.size == 0) {
			// What was left by the decision, or an array that is empty now.
			return (this.spans instanceof ReadableSpan left) ? left : null;
		}
		return (this.size > this.ended) ? get(this.ended) : null;
	}

	/**
	 * Forget the open span of a trace that was decided on.
	 */
	final void forgetOpen() {
		this.spans = null;
	}

	/**
	 * Number of spans that take room.
	 */
	final int size() {
		return this.size;
	}

	/**
	 * Number of spans among them that have ended.
	 */
	final int held() {
		return this.ended;
	}

}
