package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.observability.DaemonScheduler;
import io.github.observability.LogOnce;
import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.evidence.SlowTraceEvidence;
import io.github.observability.tracing.evidence.SpanWithEvidence;
import io.github.observability.tracing.export.DropReason;
import io.github.observability.tracing.export.SpanCounter;
import io.github.observability.tracing.export.SpanQueueUse;
import io.github.observability.tracing.sampling.TracingReduction;
import io.github.observability.tracing.sampling.UnsampledSpanRecorder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link SpanProcessor} in front of the exporting processors. Sampled spans pass;
 * unsampled ones are held until the tail sampler decides on their trace.
 */
final class TailSamplingSpanProcessor implements SpanProcessor, UnsampledSpanRecorder, SpanQueueUse {

	private static final Duration SWEEP = Duration.ofMillis(200);

	private static final Logger logger = LoggerFactory.getLogger(TailSamplingSpanProcessor.class);

	private final SpanBuffer buffer;

	private final ExportQueue queue;

	private final SlowRoutes slowRoutes;

	private final SpanCounter counts;

	private final Predicate<SpanData> errors;

	private final TailSamplingMeters meters;

	private final List<TailSamplingListener> listeners;

	private final TracingReduction reduction;

	private final LogOnce fault = new LogOnce(logger);

	private final DaemonScheduler sweeper = new DaemonScheduler("observability-tracing");

	private final Consumer<SampledTrace> exporter = this::export;

	private final @Nullable SlowTraceEvidence evidence;

	private volatile boolean recording;

	TailSamplingSpanProcessor(SpanBuffer buffer, ExportQueue queue, SlowRoutes slowRoutes, SpanCounter counts) {
		this(buffer, queue, slowRoutes, counts, (span) -> span.getStatus().getStatusCode() == StatusCode.ERROR,
				List.of(), TracingReduction.NONE, null);
	}

	TailSamplingSpanProcessor(SpanBuffer buffer, ExportQueue queue, SlowRoutes slowRoutes, SpanCounter counts,
			Predicate<SpanData> errors, List<TailSamplingListener> listeners, TracingReduction reduction,
			@Nullable SlowTraceEvidence evidence) {
		this.buffer = buffer;
		this.queue = queue;
		this.slowRoutes = slowRoutes;
		this.counts = counts;
		this.errors = errors;
		this.meters = new TailSamplingMeters(buffer);
		this.listeners = listeners;
		this.evidence = evidence;
		this.reduction = reduction;
	}

	/**
	 * Start to record unsampled spans. Before that all spans pass.
	 */
	void start() {
		start(SWEEP);
	}

	/**
	 * Start to record unsampled spans.
	 * @param interval the time between two sweeps of the buffer
	 */
	void start(Duration interval) {
		this.sweeper.start(this::sweep, interval, interval);
		this.recording = true;
	}

	@Override
	public boolean isRecording() {
		return this.recording;
	}

	@Override
	public double utilization() {
		return this.queue.utilization();
	}

	SpanBuffer buffer() {
		return this.buffer;
	}

	TailSamplingMeters meters() {
		return this.meters;
	}

	void sweep() {
		this.buffer.sweep(this.exporter);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		if (!isRecording()) {
			return;
		}
		try {
			this.buffer.started(span, LocalRoots.isRoot(span.getParentSpanContext()), this.exporter);
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
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
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			fault(ex);
		}
	}

	/**
	 * Count and log a failure, which must not fail a request.
	 */
	private void fault(Throwable fault) {
		this.counts.dropped(DropReason.FAULT, 1);
		this.fault.warn("A span could not be processed; further failures are only counted, by '{}'",
				TracingMeter.DROPPED.getName(), fault);
	}

	private void ended(ReadableSpan span) {
		if (!isRecording()) {
			this.queue.pass(span);
			return;
		}
		SpanContext context = span.getSpanContext();
		boolean root = LocalRoots.isRoot(span.getParentSpanContext());
		boolean error = this.errors.test(span.toSpanData());
		boolean slow = root && !this.reduction.isRootsOnly() && this.slowRoutes.isSlow(span);
		if (context.isSampled()) {
			boolean whole = this.buffer.endedSampled(span, root, error, slow);
			if (slow) {
				withEvidence(span, (evident) -> this.queue.sampled(evident, whole));
				return;
			}
			this.queue.sampled(span, root && whole);
			return;
		}
		SampledTrace sampled = this.buffer.ended(span, root, error, slow);
		if (sampled != null) {
			export(sampled);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	private void export(SampledTrace trace) {
		ReadableSpan slowest = trace.isSlow() ? trace.longestRoot() : null;
		if (slowest == null) {
			deliver(trace);
			return;
		}
		withEvidence(slowest, (evident) -> deliver((evident != slowest) ? trace.with(slowest, evident) : trace));
	}

	private void withEvidence(ReadableSpan root, Consumer<ReadableSpan> exporter) {
		if (this.evidence == null) {
			exporter.accept(root);
			return;
		}
		this.evidence.find(root.toSpanData(), (event) -> {
			try {
				exporter.accept((event != null) ? new SpanWithEvidence(root, event) : root);
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
				fault(ex);
			}
		});
	}

	private void deliver(SampledTrace trace) {
		boolean accepted = this.queue.sampled(trace);
		if (trace.first()) {
			if (!accepted) {
				this.buffer.refuse(trace);
				return;
			}
			this.meters.sampled(trace.reason());
			for (TailSamplingListener listener : this.listeners) {
				listener.sampled(trace.spans().get(0).getSpanContext().getTraceId(), trace.reason().value());
			}
		}
	}

	@Override
	public CompletableResultCode forceFlush() {
		flushEvidence();
		return this.queue.forceFlush();
	}

	@Override
	public CompletableResultCode shutdown() {
		if (this.recording) {
			this.recording = false;
			this.sweeper.stop();
			this.buffer.drain(this.exporter);
		}
		flushEvidence();
		return this.queue.shutdown();
	}

	private void flushEvidence() {
		if (this.evidence != null) {
			this.evidence.flush();
		}
	}

}
