package io.github.observability.tracing.tail;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Passes spans to the exporting processors. It counts the spans waiting in their queues,
 * so that a trace that does not fit is dropped whole and counted instead of being cut
 * silently.
 */
final class ExportQueue {

	/**
	 * A processor of the application may filter spans, which then never leave the queue.
	 * If it is full and nothing leaves it for this long, its places are free again.
	 */
	private static final long STALLED_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Lane[] lanes;

	private final DropListener drops;

	private final @Nullable CriticalPaths paths;

	/**
	 * Create a queue.
	 * @param processors the exporting processors
	 * @param maxWaiting the size of the queue of a processor whose own is unknown
	 * @param drops is notified of spans that do not fit
	 */
	ExportQueue(List<? extends SpanProcessor> processors, int maxWaiting, DropListener drops) {
		this(processors, maxWaiting, drops, null);
	}

	/**
	 * Create a queue.
	 * @param processors the exporting processors
	 * @param maxWaiting the size of the queue of a processor whose own is unknown
	 * @param drops is notified of spans that do not fit
	 * @param paths finds critical paths, {@code null} if nobody wants them
	 */
	ExportQueue(List<? extends SpanProcessor> processors, int maxWaiting, DropListener drops,
			@Nullable CriticalPaths paths) {
		this(processors, maxWaiting, drops, paths, System::nanoTime);
	}

	ExportQueue(List<? extends SpanProcessor> processors, int maxWaiting, DropListener drops,
			@Nullable CriticalPaths paths, LongSupplier nanoTime) {
		this.lanes = processors.stream()
			.map((processor) -> new Lane(processor, BatchQueueSize.of(processor, maxWaiting), nanoTime))
			.toArray(Lane[]::new);
		this.drops = drops;
		this.paths = paths;
	}

	/**
	 * Pass a span as it is.
	 */
	void pass(ReadableSpan span) {
		for (Lane lane : this.lanes) {
			lane.processor.onEnd(span);
		}
	}

	/**
	 * Pass a span that the head sampler sampled.
	 * @param span the span
	 * @param whole whether the tail sampler would have sampled it
	 */
	void sampled(ReadableSpan span, boolean whole) {
		if (reserve(1)) {
			for (Lane lane : this.lanes) {
				lane.processor.onEnd(ExportedSpan.sampled(span, whole, lane));
			}
		}
	}

	/**
	 * Pass the spans of a trace, all of them or none.
	 * @return whether there was room for them
	 */
	boolean sampled(SampledTrace trace) {
		if (!reserve(trace.spans().size())) {
			return false;
		}
		CriticalPaths.Pending path = (this.paths != null) ? this.paths.of(trace) : null;
		for (ReadableSpan span : trace.spans()) {
			boolean root = LocalRoots.isRoot(span.getParentSpanContext());
			for (Lane lane : this.lanes) {
				lane.processor.onEnd(ExportedSpan.sampled(span, trace.reason(), root, path, lane));
			}
		}
		return true;
	}

	private boolean reserve(int spans) {
		for (int i = 0; i < this.lanes.length; i++) {
			if (!this.lanes[i].reserve(spans)) {
				for (int j = 0; j < i; j++) {
					this.lanes[j].release(spans);
				}
				this.drops.dropped(DropReason.QUEUE, spans);
				return false;
			}
		}
		return true;
	}

	/**
	 * Return the share of the fullest queue that is in use.
	 */
	double utilization() {
		double fullest = 0;
		for (Lane lane : this.lanes) {
			fullest = Math.max(fullest, (double) lane.waiting.get() / Math.max(1, lane.size));
		}
		return Math.min(1, fullest);
	}

	CompletableResultCode forceFlush() {
		return CompletableResultCode.ofAll(processors().map(SpanProcessor::forceFlush).toList());
	}

	CompletableResultCode shutdown() {
		return CompletableResultCode.ofAll(processors().map(SpanProcessor::shutdown).toList());
	}

	private Stream<SpanProcessor> processors() {
		return Arrays.stream(this.lanes).map((lane) -> lane.processor);
	}

	/**
	 * A processor and the number of spans that wait in its queue.
	 */
	private static final class Lane implements Runnable {

		private final SpanProcessor processor;

		private final int size;

		private final AtomicInteger waiting = new AtomicInteger();

		private final LongSupplier nanoTime;

		private volatile long lastTaken;

		Lane(SpanProcessor processor, int size, LongSupplier nanoTime) {
			this.processor = processor;
			this.size = size;
			this.nanoTime = nanoTime;
			this.lastTaken = nanoTime.getAsLong();
		}

		boolean reserve(int spans) {
			int before = this.waiting.getAndAdd(spans);
			if (before + spans <= this.size) {
				if (before == 0) {
					this.lastTaken = this.nanoTime.getAsLong();
				}
				return true;
			}
			release(spans);
			if (this.nanoTime.getAsLong() - this.lastTaken > STALLED_NANOS) {
				this.lastTaken = this.nanoTime.getAsLong();
				this.waiting.set(0);
			}
			return false;
		}

		void release(int spans) {
			this.waiting.updateAndGet((count) -> Math.max(0, count - spans));
		}

		/**
		 * Called when the exporter takes a span.
		 */
		@Override
		public void run() {
			this.lastTaken = this.nanoTime.getAsLong();
			release(1);
		}

	}

}
