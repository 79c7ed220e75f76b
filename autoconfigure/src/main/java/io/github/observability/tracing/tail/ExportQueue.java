package io.github.observability.tracing.tail;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Passes spans to the exporting processors. It counts the spans waiting in their queue,
 * so that a trace that does not fit is dropped whole and counted instead of being cut
 * silently.
 */
final class ExportQueue {

	private final List<SpanProcessor> processors;

	private final int maxWaiting;

	private final SpanBuffer.Drops drops;

	private final AtomicInteger waiting = new AtomicInteger();

	private final Runnable taken = this.waiting::decrementAndGet;

	ExportQueue(List<? extends SpanProcessor> processors, int maxWaiting, SpanBuffer.Drops drops) {
		this.processors = List.copyOf(processors);
		this.maxWaiting = maxWaiting;
		this.drops = drops;
	}

	/**
	 * Hand a span over as it is.
	 */
	void pass(ReadableSpan span) {
		for (SpanProcessor processor : this.processors) {
			processor.onEnd(span);
		}
	}

	/**
	 * Hand a sampled span over.
	 * @param span the span
	 * @param whole whether it would have been kept if it were not sampled
	 */
	void sampled(ReadableSpan span, boolean whole) {
		if (reserve(1)) {
			pass(ExportedSpan.sampled(span, whole, this.taken));
		}
	}

	/**
	 * Hand the spans of a trace over, all of them or none.
	 * @return whether there was place for them
	 */
	boolean kept(SampledTrace trace) {
		if (!reserve(trace.spans().size())) {
			return false;
		}
		for (ReadableSpan span : trace.spans()) {
			boolean root = LocalRoots.isRoot(span.getParentSpanContext());
			pass(ExportedSpan.kept(span, trace.reason(), root, this.taken));
		}
		return true;
	}

	private boolean reserve(int spans) {
		if (this.waiting.addAndGet(spans) <= this.maxWaiting) {
			return true;
		}
		this.waiting.addAndGet(-spans);
		this.drops.dropped(DropReason.QUEUE, spans);
		return false;
	}

	CompletableResultCode forceFlush() {
		return CompletableResultCode.ofAll(this.processors.stream().map(SpanProcessor::forceFlush).toList());
	}

	CompletableResultCode shutdown() {
		return CompletableResultCode.ofAll(this.processors.stream().map(SpanProcessor::shutdown).toList());
	}

}
