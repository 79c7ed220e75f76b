package io.github.observability.tracing.tail;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
		this.lanes = processors.stream()
			.map((processor) -> new Lane(processor, BatchQueueSize.of(processor, maxWaiting)))
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
					this.lanes[j].waiting.addAndGet(-spans);
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

		Lane(SpanProcessor processor, int size) {
			this.processor = processor;
			this.size = size;
		}

		boolean reserve(int spans) {
			if (this.waiting.addAndGet(spans) <= this.size) {
				return true;
			}
			this.waiting.addAndGet(-spans);
			return false;
		}

		/**
		 * Called when the exporter takes a span.
		 */
		@Override
		public void run() {
			this.waiting.decrementAndGet();
		}

	}

}
