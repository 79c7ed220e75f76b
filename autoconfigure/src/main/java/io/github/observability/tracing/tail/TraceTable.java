package io.github.observability.tracing.tail;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.tail.Stripe.Queue;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The traces of a {@link SpanBuffer}: a hash table of {@link Stripe stripes}, each with a
 * lock of its own, and the counts of what takes room in it. Methods that take a stripe
 * are called under its lock.
 */
final class TraceTable {

	private static final int STRIPES = 64;

	private final Stripe[] stripes = new Stripe[STRIPES];

	private final AtomicInteger spans = new AtomicInteger();

	private final AtomicInteger decided = new AtomicInteger();

	private final LongSupplier nanoTime;

	TraceTable(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		for (int i = 0; i < STRIPES; i++) {
			this.stripes[i] = new Stripe();
		}
	}

	/**
	 * Return the stripe of a trace.
	 * @param hash the {@link Stripe#hash(String) hash} of the trace
	 * @return the stripe
	 */
	Stripe stripe(int hash) {
		return this.stripes[hash & (STRIPES - 1)];
	}

	/**
	 * Return all stripes, which the caller must not change.
	 */
	Stripe[] stripes() {
		return this.stripes;
	}

	/**
	 * Milliseconds of a clock with an arbitrary origin: only differences have a meaning.
	 */
	int now() {
		return (int) TimeUnit.NANOSECONDS.toMillis(this.nanoTime.getAsLong());
	}

	/**
	 * Number of spans in undecided traces, open and ended ones.
	 */
	int spans() {
		return this.spans.get();
	}

	/**
	 * Number of traces that were decided on and may have more spans.
	 */
	int decided() {
		return this.decided.get();
	}

	/**
	 * Take room for one span.
	 * @return the number of spans then
	 */
	int takeRoom() {
		return this.spans.incrementAndGet();
	}

	void giveRoom(int spans) {
		this.spans.addAndGet(-spans);
	}

	/**
	 * Sample an undecided trace.
	 * @return its ended spans, {@code null} if there are none
	 */
	@Nullable SampledTrace sample(Stripe stripe, BufferedTrace trace, TailSamplingReason reason) {
		giveRoom(trace.size());
		List<ReadableSpan> spans = trace.sample();
		decide(stripe, trace);
		return spans.isEmpty() ? null : new SampledTrace(reason, spans, trace.count());
	}

	/**
	 * Drop an undecided trace.
	 * @return the number of spans that are lost
	 */
	int drop(Stripe stripe, BufferedTrace trace, DropReason reason) {
		giveRoom(trace.size());
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

	void remove(Stripe stripe, BufferedTrace trace) {
		if (trace.isUndecided()) {
			giveRoom(trace.size());
		}
		else {
			this.decided.decrementAndGet();
		}
		stripe.remove(trace);
	}

	/**
	 * Find the stripe that has the oldest trace of a queue. Takes no lock: another thread
	 * may be faster.
	 * @param queue the queue
	 * @return the stripe, {@code null} if the queue is empty in all of them
	 */
	@Nullable Stripe oldest(Queue queue) {
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

}
