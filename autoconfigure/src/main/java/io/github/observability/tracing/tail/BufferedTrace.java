package io.github.observability.tracing.tail;

import java.util.Arrays;
import java.util.List;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a trace while spans of it are open here, or may follow. There is one
 * for each request, so it is small: a link of its list in the buffer and holder of its
 * spans in one. All access is by the buffer, under a lock.
 */
final class BufferedTrace {

	private static final int FIRST_CAPACITY = 4;

	private static final DropReason[] REASONS = DropReason.values();

	final String traceId;

	/** The next one in the same place of the buffer. */
	@Nullable BufferedTrace next;

	/** Nothing, a span, or an array of spans: most traces have few. */
	private @Nullable Object ended;

	private short endedCount;

	/** Unsampled spans that were started. */
	short started;

	/** Spans that were started and have not ended, sampled ones too. */
	int open;

	/** Local roots among them. */
	int openRoots;

	/** Milliseconds at which it entered the phase that it is in. */
	int since;

	boolean rootEnded;

	boolean error;

	boolean slow;

	boolean exemplar;

	/** Decided: spans that follow are exported at once. */
	boolean kept;

	/** Decided: spans that follow are not held. The place of the reason, from 1. */
	private byte discarded;

	BufferedTrace(String traceId, int since) {
		this.traceId = traceId;
		this.since = since;
	}

	boolean isUndecided() {
		return !this.kept && this.discarded == 0;
	}

	boolean isDiscarded() {
		return this.discarded != 0;
	}

	/**
	 * Why it is not held any more.
	 */
	@Nullable DropReason discardedFor() {
		return (this.discarded != 0) ? REASONS[this.discarded - 1] : null;
	}

	void discard(DropReason reason) {
		this.discarded = (byte) (reason.ordinal() + 1);
		forget();
	}

	/**
	 * How many spans it counts for in the buffer, at least one for itself.
	 */
	int weight() {
		return isUndecided() ? Math.max(1, this.started) : 1;
	}

	boolean isOver() {
		return this.open <= 0;
	}

	/**
	 * Whether only spans are missing that go on after all local roots have ended.
	 */
	boolean isWaiting() {
		return this.rootEnded && this.openRoots <= 0;
	}

	@Nullable TailSamplingReason reason() {
		if (this.error) {
			return TailSamplingReason.ERROR;
		}
		if (this.slow) {
			return TailSamplingReason.SLOW;
		}
		return this.exemplar ? TailSamplingReason.EXEMPLAR : null;
	}

	void hold(ReadableSpan span) {
		if (this.endedCount == 0) {
			this.ended = span;
		}
		else {
			ReadableSpan[] spans = array();
			spans[this.endedCount] = span;
		}
		this.endedCount++;
	}

	private ReadableSpan[] array() {
		if (this.ended instanceof ReadableSpan[] spans && this.endedCount < spans.length) {
			return spans;
		}
		ReadableSpan[] larger;
		if (this.ended instanceof ReadableSpan[] spans) {
			larger = Arrays.copyOf(spans, 2 * spans.length);
		}
		else {
			larger = new ReadableSpan[FIRST_CAPACITY];
			if (this.ended instanceof ReadableSpan first) {
				larger[0] = first;
			}
		}
		this.ended = larger;
		return larger;
	}

	/**
	 * Give the spans away that are held.
	 */
	List<ReadableSpan> release() {
		List<ReadableSpan> spans;
		if (this.endedCount == 0) {
			spans = List.of();
		}
		else if (this.ended instanceof ReadableSpan only) {
			spans = List.of(only);
		}
		else {
			spans = Arrays.asList((ReadableSpan[]) this.ended).subList(0, this.endedCount);
		}
		forget();
		return spans;
	}

	void forget() {
		this.ended = null;
		this.endedCount = 0;
	}

}
