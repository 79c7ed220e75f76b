package io.github.observability.tracing;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the processors that export. Sampled spans pass; those that are recorded
 * without being sampled are held until their trace is known to be worth keeping.
 */
final class KeepingSpanProcessor implements SpanProcessor, RecordedSpans {

	private static final long SWEEP_MILLIS = 200;

	private static final Logger logger = LoggerFactory.getLogger(KeepingSpanProcessor.class);

	private final SpanBuffer buffer;

	private final ExportQueue queue;

	private final SlowRoutes slowRoutes;

	private final SpanCounts counts;

	private final AtomicBoolean faulty = new AtomicBoolean();

	private volatile @Nullable ScheduledExecutorService sweeper;

	KeepingSpanProcessor(SpanBuffer buffer, ExportQueue queue, SlowRoutes slowRoutes, SpanCounts counts) {
		this.buffer = buffer;
		this.queue = queue;
		this.slowRoutes = slowRoutes;
		this.counts = counts;
	}

	/**
	 * Begin to want spans. Without it all of them pass.
	 */
	void start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "observability-tracing");
			thread.setDaemon(true);
			return thread;
		});
		executor.scheduleWithFixedDelay(this::sweepSafely, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
		this.sweeper = executor;
	}

	@Override
	public boolean isWanted() {
		return this.sweeper != null;
	}

	SpanBuffer buffer() {
		return this.buffer;
	}

	private void sweepSafely() {
		try {
			sweep();
		}
		catch (RuntimeException ex) {
			// Not caught, it would be the last time.
			fault(ex);
		}
	}

	void sweep() {
		this.buffer.sweep(this::export);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		if (!isWanted()) {
			return;
		}
		try {
			this.buffer.started(span.getSpanContext(), LocalRoots.isRoot(span.getParentSpanContext()));
		}
		catch (RuntimeException ex) {
			fault(ex);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		try {
			ended(span);
		}
		catch (RuntimeException ex) {
			fault(ex);
		}
	}

	/**
	 * What is wrong here is no reason for a request to fail.
	 */
	private void fault(RuntimeException fault) {
		this.counts.dropped(DropReason.FAULT, 1);
		if (this.faulty.compareAndSet(false, true)) {
			logger.warn("A span could not be processed; further ones are only counted, by '{}'",
					TracingMeter.DROPPED.getName(), fault);
		}
	}

	private void ended(ReadableSpan span) {
		if (!isWanted()) {
			this.queue.pass(span);
			return;
		}
		SpanContext context = span.getSpanContext();
		boolean root = LocalRoots.isRoot(span.getParentSpanContext());
		boolean error = span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR;
		boolean slow = root && this.slowRoutes.isSlow(span);
		if (context.isSampled()) {
			boolean whole = this.buffer.endedSampled(context, root, error, slow);
			this.queue.sampled(span, root && whole);
			return;
		}
		KeptTrace kept = this.buffer.ended(span, root, error, slow);
		if (kept != null) {
			export(kept);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	private void export(KeptTrace trace) {
		if (this.queue.kept(trace) && trace.first()) {
			this.counts.kept(trace.reason());
		}
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.queue.forceFlush();
	}

	@Override
	public CompletableResultCode shutdown() {
		ScheduledExecutorService executor = this.sweeper;
		if (executor != null) {
			this.sweeper = null;
			executor.shutdownNow();
			this.buffer.drain(this::export);
		}
		return this.queue.shutdown();
	}

}
