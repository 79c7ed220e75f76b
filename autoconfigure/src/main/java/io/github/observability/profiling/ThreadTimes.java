package io.github.observability.profiling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

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
 * sample are kept, in a ring of fixed size: a million short requests cost no memory.
 */
final class ThreadTimes implements EventListener {

	private static final int SIZE = 1 << 14;

	private static final long SHORTEST_NANOS = 1_000_000;

	private static final int PLACES = 1 << 12;

	private final AtomicInteger next = new AtomicInteger();

	private final @Nullable Time[] times = new Time[SIZE];

	private final ThreadLocal<Current> current = new ThreadLocal<>();

	/**
	 * Virtual threads by their ids, which follow one another: of threads that run at the
	 * same time, hardly two share a place.
	 */
	private final AtomicReferenceArray<@Nullable Current> virtual = new AtomicReferenceArray<>(PLACES);

	private int firstVisited;

	private volatile boolean on;

	void on(boolean on) {
		this.on = on;
		if (!on) {
			for (int i = 0; i < PLACES; i++) {
				this.virtual.set(i, null);
			}
		}
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
			Thread self = Thread.currentThread();
			thread = new Current(Profilers.isVirtual(self) ? self : null);
			this.current.set(thread);
		}
		thread.works(context.isValid() ? context.getTraceId() : null, this);
	}

	/**
	 * A place is free while the thread in it waits or does not work for a trace, so a
	 * thread that goes on with its trace may have lost its place meanwhile. Otherwise the
	 * many that wait would keep those that run from being visited.
	 */
	private void register(Current current, Thread thread) {
		int place = (int) thread.getId() & (PLACES - 1);
		Current other = this.virtual.get(place);
		if (other == current) {
			current.waits = false;
		}
		else if (this.on && (other == null || other.closed || other.waits)) {
			this.virtual.set(place, current);
			if (!this.on) {
				// Turned off meanwhile: nobody would take the thread away again.
				this.virtual.compareAndSet(place, current, null);
			}
		}
	}

	/**
	 * Visit virtual threads that work for a trace, beginning after those of the last
	 * time. One thread at a time may do so.
	 * @param least how long they have worked for it, in nanoseconds
	 * @param most how many visits count
	 * @param visitor visits them
	 */
	void visitVirtual(long least, int most, Visitor visitor) {
		long now = System.nanoTime();
		int visits = 0;
		int first = this.firstVisited;
		for (int i = 0; i < PLACES && visits < most; i++) {
			int place = (first + i) & (PLACES - 1);
			Current current = this.virtual.get(place);
			if (current == null || current.virtual == null) {
				continue;
			}
			if (!current.virtual.isAlive()) {
				this.virtual.compareAndSet(place, current, null);
			}
			else if (!current.closed) {
				long worked = now - current.first;
				long nanos = Math.min(worked, now - current.visited);
				current.visited = now;
				if (worked >= least) {
					current.waits = !visitor.visit(current.virtual, nanos);
					if (!current.waits) {
						visits++;
						this.firstVisited = place + 1;
					}
				}
			}
		}
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
	 * Visits a virtual thread.
	 */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Visit a thread.
		 * @param thread the thread
		 * @param nanos how long it has worked for its trace since the last visit
		 * @return whether the visit counts, {@code false} if the thread waits
		 */
		boolean visit(Thread thread, long nanos);

	}

	/**
	 * What a thread works for.
	 */
	private static final class Current {

		/** The thread if it is a virtual one, as it can be visited then. */
		private final @Nullable Thread virtual;

		private @Nullable String traceId;

		/** When the thread began with the trace. */
		private long first;

		/** When the thread was last visited, for the visitor alone. */
		private long visited = System.nanoTime();

		/** Whether the thread waited when it was last visited. */
		private volatile boolean waits;

		private long since;

		private long until;

		/** Written last, as another thread reads it first. */
		private volatile boolean closed = true;

		Current(@Nullable Thread virtual) {
			this.virtual = virtual;
		}

		void works(@Nullable String traceId, ThreadTimes times) {
			long now = System.nanoTime();
			if (traceId == null) {
				this.until = now;
				this.closed = true;
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
				if (!continues) {
					this.first = now;
				}
				this.closed = false;
				if (this.virtual != null) {
					times.register(this, this.virtual);
				}
			}
		}

		private void keep(ThreadTimes times) {
			String kept = this.traceId;
			if (kept != null && this.until - this.since >= SHORTEST_NANOS) {
				times.add(new Time(kept, Thread.currentThread().getId(), this.since, this.until, this.virtual != null));
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
	 * @param virtual whether the thread is a virtual one
	 */
	record Time(String traceId, long thread, long since, long until, boolean virtual) {

		boolean contains(long nanos) {
			return this.since <= nanos && nanos <= this.until;
		}

	}

}
