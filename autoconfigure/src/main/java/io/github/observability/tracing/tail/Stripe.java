package io.github.observability.tracing.tail;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Part of the hash table of traces. Its traces are also in queues, the oldest one first.
 * Callers hold the lock of the stripe.
 */
final class Stripe {

	private static final int PLACES = 64;

	private static final int QUEUES = Queue.values().length;

	private final @Nullable BufferedTrace[] places = new BufferedTrace[PLACES];

	private final @Nullable BufferedTrace[] oldest = new BufferedTrace[QUEUES];

	private final @Nullable BufferedTrace[] newest = new BufferedTrace[QUEUES];

	private static int place(int hash) {
		return (hash >>> 6) & (PLACES - 1);
	}

	@Nullable BufferedTrace find(int hash, String traceId) {
		BufferedTrace trace = this.places[place(hash)];
		while (trace != null && !trace.traceId.equals(traceId)) {
			trace = trace.next;
		}
		return trace;
	}

	void add(int hash, BufferedTrace trace, Queue queue) {
		int place = place(hash);
		trace.next = this.places[place];
		this.places[place] = trace;
		append(trace, queue.ordinal());
	}

	void remove(BufferedTrace trace) {
		unlink(trace);
		int place = place(hash(trace.traceId));
		BufferedTrace each = this.places[place];
		if (each == trace) {
			this.places[place] = trace.next;
			return;
		}
		while (each != null && each.next != trace) {
			each = each.next;
		}
		if (each != null) {
			each.next = trace.next;
		}
	}

	/**
	 * Put a trace at the end of a queue.
	 */
	void move(BufferedTrace trace, Queue queue, int now) {
		unlink(trace);
		trace.since = now;
		append(trace, queue.ordinal());
	}

	/**
	 * Put a trace at the end of its queue.
	 */
	void touch(BufferedTrace trace, int now) {
		unlink(trace);
		trace.since = now;
		append(trace, trace.queue());
	}

	private void append(BufferedTrace trace, int index) {
		BufferedTrace last = this.newest[index];
		trace.queue(index);
		trace.older = last;
		trace.newer = null;
		this.newest[index] = trace;
		if (last != null) {
			last.newer = trace;
		}
		else {
			this.oldest[index] = trace;
		}
	}

	private void unlink(BufferedTrace trace) {
		BufferedTrace older = trace.older;
		BufferedTrace newer = trace.newer;
		if (older != null) {
			older.newer = newer;
		}
		else {
			this.oldest[trace.queue()] = newer;
		}
		if (newer != null) {
			newer.older = older;
		}
		else {
			this.newest[trace.queue()] = older;
		}
	}

	/**
	 * Return the oldest trace of a queue. Without the lock the result is a hint.
	 */
	@Nullable BufferedTrace oldest(Queue queue) {
		return this.oldest[queue.ordinal()];
	}

	/**
	 * Visit the traces of a queue from the oldest one until the visitor has enough. It
	 * may remove or move the trace that it visits.
	 */
	void forEach(Queue queue, Predicate<BufferedTrace> visitor) {
		BufferedTrace last = this.newest[queue.ordinal()];
		BufferedTrace trace = this.oldest[queue.ordinal()];
		while (trace != null) {
			BufferedTrace next = (trace != last) ? trace.newer : null;
			if (!visitor.test(trace)) {
				return;
			}
			trace = next;
		}
	}

	/**
	 * Hash of a trace, of which the lowest bits choose the stripe.
	 */
	static int hash(String traceId) {
		int hash = traceId.hashCode() * 0x9E3779B9;
		return hash ^ (hash >>> 16);
	}

	/**
	 * Queues of traces.
	 */
	enum Queue {

		/** Undecided traces of requests and messages that this application serves. */
		SERVED,

		/**
		 * Other undecided traces: work of its own, and spans that outlived their request.
		 */
		OTHER,

		/** Traces that were decided on. They take no room for spans. */
		DECIDED

	}

}
