package io.github.observability.profiling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeRestoredEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * {@link EventListener} that remembers which thread worked for which trace, and when. It
 * follows the scopes of spans, so it is right for threads that a request leaves for
 * others, and for event loops that many requests share. Only times long enough to hold a
 * sample are kept, in a ring: a million of short requests costs no memory.
 */
final class ThreadTimes implements EventListener {

	private static final int SIZE = 1 << 14;

	private static final long SHORTEST_NANOS = 1_000_000;

	private final AtomicInteger next = new AtomicInteger();

	private final @Nullable Time[] times = new Time[SIZE];

	private final ThreadLocal<Current> current = new ThreadLocal<>();

	private volatile boolean on;

	void on(boolean on) {
		this.on = on;
	}

	@Override
	public void onEvent(Object event) {
		if (event instanceof ScopeAttachedEvent attached) {
			works(attached.getSpan());
		}
		else if (event instanceof ScopeRestoredEvent restored) {
			works(restored.getSpan());
		}
		else if (event instanceof ScopeClosedEvent) {
			works(null);
		}
	}

	/** Spans of a trace follow one another without a gap that counts. */
	private void works(@Nullable Span span) {
		Current thread = this.current.get();
		SpanContext context = (span != null) ? span.getSpanContext() : SpanContext.getInvalid();
		if (thread == null) {
			if (!this.on || !context.isValid()) {
				return;
			}
			thread = new Current();
			this.current.set(thread);
		}
		thread.works(context.isValid() ? context.getTraceId() : null, this);
	}

	private void add(Time time) {
		this.times[this.next.getAndIncrement() & (SIZE - 1)] = time;
	}

	/**
	 * Return when threads worked for a trace.
	 * @param traceId the id of the trace
	 * @return the times, by {@link System#nanoTime()}
	 */
	List<Time> of(String traceId) {
		List<Time> found = new ArrayList<>();
		for (Time time : this.times) {
			if (time != null && time.traceId().equals(traceId)) {
				found.add(time);
			}
		}
		return found;
	}

	/**
	 * What a thread works for.
	 */
	private static final class Current {

		private @Nullable String traceId;

		private long since;

		private long until;

		private boolean closed = true;

		void works(@Nullable String traceId, ThreadTimes times) {
			long now = System.nanoTime();
			if (traceId == null) {
				this.closed = true;
				this.until = now;
				keep(times);
				return;
			}
			boolean continues = traceId.equals(this.traceId);
			if (!continues || this.closed) {
				// A time that was kept is over; a short one goes on if its trace does.
				if (!continues || this.until - this.since >= SHORTEST_NANOS) {
					this.since = now;
				}
				this.traceId = traceId;
				this.closed = false;
			}
		}

		private void keep(ThreadTimes times) {
			String kept = this.traceId;
			if (kept != null && this.until - this.since >= SHORTEST_NANOS) {
				times.add(new Time(kept, Thread.currentThread().getId(), this.since, this.until));
			}
		}

	}

	/**
	 * A time in which a thread worked for a trace.
	 *
	 * @param traceId the id of the trace
	 * @param thread the id of the thread
	 * @param since its begin, by {@link System#nanoTime()}
	 * @param until its end
	 */
	record Time(String traceId, long thread, long since, long until) {
	}

}
