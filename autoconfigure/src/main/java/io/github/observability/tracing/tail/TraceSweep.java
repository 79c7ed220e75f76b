package io.github.observability.tracing.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.tail.Stripe.Queue;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the traces of a {@link TraceTable} that have waited long enough, and forgets
 * those that do not end. A sweep visits one stripe under its lock and then reports what
 * it collected.
 */
final class TraceSweep {

	/** Time after which spans of a trace are not expected to end any more. */
	private static final int ABANDONED = (int) TimeUnit.HOURS.toMillis(1);

	private final TraceTable table;

	private final int decisionWait;

	private final int maxAge;

	private final boolean slowAtMaxAge;

	private final DropListener listener;

	/**
	 * Create a sweep.
	 * @param table the traces
	 * @param bounds how long they may wait
	 * @param slowAtMaxAge whether a trace that reaches the maximum age is slow
	 * @param listener is notified of losses
	 */
	TraceSweep(TraceTable table, TailSamplingProperties bounds, boolean slowAtMaxAge, DropListener listener) {
		this.table = table;
		this.decisionWait = (int) bounds.decisionWait().toMillis();
		this.maxAge = (int) Math.min(bounds.maxAge().toMillis(), ABANDONED);
		this.slowAtMaxAge = slowAtMaxAge;
		this.listener = listener;
	}

	void sweep(Consumer<SampledTrace> exporter) {
		for (Stripe stripe : this.table.stripes()) {
			Visit visit = new Visit(stripe);
			synchronized (stripe) {
				int now = this.table.now();
				stripe.forEach(Queue.SERVED, (trace) -> visit.undecided(trace, now - trace.since));
				stripe.forEach(Queue.OTHER, (trace) -> visit.undecided(trace, now - trace.since));
				stripe.forEach(Queue.DECIDED, (trace) -> visit.decided(trace, now - trace.since));
			}
			visit.report(exporter);
		}
	}

	void drain(Consumer<SampledTrace> exporter) {
		for (Stripe stripe : this.table.stripes()) {
			Visit visit = new Visit(stripe);
			synchronized (stripe) {
				for (Queue queue : Queue.values()) {
					stripe.forEach(queue, visit::drain);
				}
			}
			visit.report(exporter);
		}
	}

	/**
	 * Visits the traces of a stripe and collects what to report without its lock.
	 */
	private final class Visit {

		private final TraceTable table = TraceSweep.this.table;

		private final Stripe stripe;

		private final List<SampledTrace> sampled = new ArrayList<>();

		private final List<BufferedTrace> abandoned = new ArrayList<>();

		private int aged;

		Visit(Stripe stripe) {
			this.stripe = stripe;
		}

		boolean undecided(BufferedTrace trace, int age) {
			if (age <= TraceSweep.this.decisionWait) {
				return false;
			}
			if (trace.isWaiting()) {
				endWait(trace);
			}
			else if (age > TraceSweep.this.maxAge) {
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
				add(this.table.sample(this.stripe, trace, reason));
			}
			else if (trace.isOver()) {
				this.table.remove(this.stripe, trace);
			}
			else {
				this.table.giveRoom(trace.held());
				trace.forgetEnded();
				trace.endWait();
				this.stripe.move(trace, Queue.OTHER, this.table.now());
			}
		}

		private void endAge(BufferedTrace trace) {
			if (TraceSweep.this.slowAtMaxAge && trace.hasOpenRoot()) {
				trace.mark(false, true);
			}
			TailSamplingReason reason = trace.reason();
			if (reason != null) {
				add(this.table.sample(this.stripe, trace, reason));
				return;
			}
			this.aged += this.table.drop(this.stripe, trace, DropReason.AGE);
		}

		boolean decided(BufferedTrace trace, int age) {
			if (age <= TraceSweep.this.decisionWait) {
				return false;
			}
			if (age >= ABANDONED) {
				if (trace.openSpan() != null) {
					this.abandoned.add(trace);
				}
				this.table.remove(this.stripe, trace);
			}
			else if (trace.isOver()) {
				this.table.remove(this.stripe, trace);
			}
			return true;
		}

		boolean drain(BufferedTrace trace) {
			TailSamplingReason reason = trace.isUndecided() ? trace.reason() : null;
			if (reason != null) {
				add(this.table.sample(this.stripe, trace, reason));
			}
			this.table.remove(this.stripe, trace);
			return true;
		}

		private void add(@Nullable SampledTrace trace) {
			if (trace != null) {
				this.sampled.add(trace);
			}
		}

		void report(Consumer<SampledTrace> exporter) {
			this.sampled.forEach(exporter);
			if (this.aged > 0) {
				TraceSweep.this.listener.dropped(DropReason.AGE, this.aged);
			}
			for (BufferedTrace trace : this.abandoned) {
				ReadableSpan span = trace.openSpan();
				if (span != null) {
					TraceSweep.this.listener.leftOpen(span, trace.open());
				}
			}
		}

	}

}
