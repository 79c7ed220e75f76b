package io.github.observability.console.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.github.observability.BoundedMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest traces, bounded by their number and by their estimated size; the oldest
 * leave first.
 */
public final class TraceStore {

	private static final int MAX_SPANS = 2000;

	private final int maxTraces;

	private final long maxBytes;

	private final Map<String, Trace> traces = new LinkedHashMap<>();

	/** A decision may come before the first span of its trace. */
	private final Map<String, String> tailSampled;

	private long bytes;

	private long evicted;

	public TraceStore(int maxTraces, long maxBytes) {
		this.maxTraces = maxTraces;
		this.maxBytes = maxBytes;
		this.tailSampled = BoundedMap.droppingOldest(maxTraces);
	}

	public synchronized void add(RecordedSpan span) {
		Trace trace = this.traces.computeIfAbsent(span.traceId(), Trace::new);
		if (trace.spans.size() >= MAX_SPANS) {
			trace.omitted++;
			return;
		}
		trace.spans.add(span);
		int size = span.size();
		trace.bytes += size;
		this.bytes += size;
		Iterator<Trace> oldest = this.traces.values().iterator();
		while (this.traces.size() > 1 && (this.traces.size() > this.maxTraces || this.bytes > this.maxBytes)) {
			this.bytes -= oldest.next().bytes;
			oldest.remove();
			this.evicted++;
		}
	}

	/**
	 * Add an event to a span that has ended.
	 * @param traceId the id of its trace
	 * @param spanId its id
	 * @param event the event
	 */
	synchronized void add(String traceId, String spanId, RecordedSpan.Event event) {
		Trace trace = this.traces.get(traceId);
		if (trace != null) {
			int grown = trace.add(spanId, event);
			trace.bytes += grown;
			this.bytes += grown;
		}
	}

	/**
	 * Note that the tail sampler samples a trace.
	 * @param traceId its id
	 * @param reason why it does
	 */
	synchronized void tailSampled(String traceId, String reason) {
		this.tailSampled.put(traceId, reason);
	}

	/**
	 * Find a trace.
	 * @param traceId its id
	 * @return its spans, {@code null} if it is not there
	 */
	public synchronized @Nullable Snapshot find(String traceId) {
		Trace trace = this.traces.get(traceId);
		return (trace != null) ? snapshot(trace) : null;
	}

	/**
	 * Return traces, the newest first.
	 * @param filter which traces
	 * @param limit how many at most
	 * @return the traces
	 */
	public List<Snapshot> newest(Predicate<Snapshot> filter, int limit) {
		List<Snapshot> all = all();
		List<Snapshot> found = new ArrayList<>();
		for (int i = all.size() - 1; i >= 0 && found.size() < limit; i--) {
			if (filter.test(all.get(i))) {
				found.add(all.get(i));
			}
		}
		return found;
	}

	public synchronized List<Snapshot> all() {
		return this.traces.values().stream().map(this::snapshot).toList();
	}

	private Snapshot snapshot(Trace trace) {
		return trace.snapshot(this.tailSampled.get(trace.traceId));
	}

	public synchronized int size() {
		return this.traces.size();
	}

	public synchronized long bytes() {
		return this.bytes;
	}

	public synchronized long evictedCount() {
		return this.evicted;
	}

	private static final class Trace {

		private final String traceId;

		private final List<RecordedSpan> spans = new ArrayList<>();

		private int omitted;

		private int bytes;

		private @Nullable Snapshot snapshot;

		Trace(String traceId) {
			this.traceId = traceId;
		}

		/**
		 * Add an event to a span.
		 * @return the bytes that it takes
		 */
		int add(String spanId, RecordedSpan.Event event) {
			for (int i = 0; i < this.spans.size(); i++) {
				RecordedSpan span = this.spans.get(i);
				if (span.spanId().equals(spanId)) {
					RecordedSpan grown = span.with(event);
					this.spans.set(i, grown);
					this.snapshot = null;
					return grown.size() - span.size();
				}
			}
			return 0;
		}

		/** Made once for as long as nothing is added. */
		Snapshot snapshot(@Nullable String tailSampled) {
			Snapshot current = this.snapshot;
			if (current == null || current.spans().size() != this.spans.size() || current.omitted() != this.omitted
					|| !Objects.equals(current.tailSampled(), tailSampled)) {
				current = new Snapshot(this.traceId, List.copyOf(this.spans), this.omitted, tailSampled);
				this.snapshot = current;
			}
			return current;
		}

	}

	/**
	 * Spans of a trace that have ended so far.
	 */
	public static final class Snapshot {

		private final String traceId;

		private final List<RecordedSpan> spans;

		private final int omitted;

		private final @Nullable String tailSampled;

		private final RecordedSpan root;

		private volatile @Nullable TraceSummary summary;

		Snapshot(String traceId, List<RecordedSpan> spans, int omitted, @Nullable String tailSampled) {
			this.traceId = traceId;
			this.spans = spans;
			this.omitted = omitted;
			this.tailSampled = tailSampled;
			this.root = root(spans);
		}

		/** The earliest span whose parent is not here. */
		private static RecordedSpan root(List<RecordedSpan> spans) {
			Set<String> ids = new HashSet<>();
			spans.forEach((span) -> ids.add(span.spanId()));
			RecordedSpan root = null;
			for (RecordedSpan span : spans) {
				boolean parentHere = span.parentId() != null && ids.contains(span.parentId());
				if (!parentHere && (root == null || span.startNanos() < root.startNanos())) {
					root = span;
				}
			}
			return (root != null) ? root : spans.get(0);
		}

		public String traceId() {
			return this.traceId;
		}

		public List<RecordedSpan> spans() {
			return this.spans;
		}

		/**
		 * Return the number of spans beyond the bound of a trace.
		 * @return the number
		 */
		public int omitted() {
			return this.omitted;
		}

		/**
		 * Return why the tail sampler samples the trace.
		 * @return the reason, {@code null} if it does not
		 */
		@Nullable String tailSampled() {
			return this.tailSampled;
		}

		public RecordedSpan root() {
			return this.root;
		}

		public TraceSummary summary() {
			TraceSummary current = this.summary;
			if (current == null) {
				current = TraceSummary.of(this);
				this.summary = current;
			}
			return current;
		}

		/**
		 * Return a span with all that it led to.
		 * @param top the id of the span
		 * @return the spans
		 */
		public List<RecordedSpan> below(String top) {
			Map<String, List<RecordedSpan>> children = new HashMap<>();
			List<RecordedSpan> below = new ArrayList<>();
			for (RecordedSpan span : this.spans) {
				if (span.spanId().equals(top)) {
					below.add(span);
				}
				else if (span.parentId() != null) {
					children.computeIfAbsent(span.parentId(), (id) -> new ArrayList<>()).add(span);
				}
			}
			for (int i = 0; i < below.size(); i++) {
				// Removed, so that a cycle ends.
				List<RecordedSpan> found = children.remove(below.get(i).spanId());
				if (found != null) {
					below.addAll(found);
				}
			}
			return below;
		}

	}

}
