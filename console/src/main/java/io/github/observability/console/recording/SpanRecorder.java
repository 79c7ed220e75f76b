package io.github.observability.console.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

import io.github.observability.LogOnce;
import io.github.observability.tracing.evidence.SlowTraceEvidenceListener;
import io.github.observability.tracing.tail.TailSamplingListener;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.slf4j.LoggerFactory;

/**
 * {@link SpanProcessor} that queues each span that ends, what the tail sampler decides
 * and what is found out about slow traces. The thread of the console masks and stores it.
 */
public final class SpanRecorder implements SpanProcessor, TailSamplingListener, SlowTraceEvidenceListener {

	private static final int MAX_WAITING = 50_000;

	private static final int MAX_EVIDENCE = 1_000;

	private final Queue<ReadableSpan> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waitingCount = new AtomicInteger();

	private final Queue<Decision> decisions = new ConcurrentLinkedQueue<>();

	private final AtomicInteger decisionCount = new AtomicInteger();

	private final Queue<Evidence> evidence = new LinkedBlockingQueue<>(MAX_EVIDENCE);

	private final LongAdder dropped = new LongAdder();

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(SpanRecorder.class));

	private final CodePlaces places = new CodePlaces();

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		started(span.getKind(), span.getSpanContext().getSpanId());
	}

	void started(SpanKind kind, String spanId) {
		if (kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER) {
			this.places.started(spanId);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (this.waitingCount.get() >= MAX_WAITING) {
			this.places.ended(span.getSpanContext().getSpanId());
			this.dropped.increment();
			return;
		}
		this.waitingCount.incrementAndGet();
		this.waiting.add(span);
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	List<RecordedSpan> drain(UnaryOperator<SpanData> masker) {
		List<RecordedSpan> spans = new ArrayList<>();
		ReadableSpan span = this.waiting.poll();
		while (span != null) {
			this.waitingCount.decrementAndGet();
			CodePlaces.Place place = this.places.ended(span.getSpanContext().getSpanId());
			try {
				spans.add(RecordedSpan.of(masker.apply(span.toSpanData()), place));
			}
			catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
				// What a filter cannot mask is not shown. The spans beside it are.
				this.dropped.increment();
				this.failure.warn("The console cannot record a span; further failures are only counted", ex);
			}
			span = this.waiting.poll();
		}
		return spans;
	}

	@Override
	public void sampled(String traceId, String reason) {
		if (this.decisionCount.incrementAndGet() > MAX_WAITING) {
			this.decisionCount.decrementAndGet();
			return;
		}
		this.decisions.add(new Decision(traceId, reason));
	}

	List<Decision> drainDecisions() {
		List<Decision> drained = new ArrayList<>();
		Decision decision = this.decisions.poll();
		while (decision != null) {
			this.decisionCount.decrementAndGet();
			drained.add(decision);
			decision = this.decisions.poll();
		}
		return drained;
	}

	@Override
	public void found(String traceId, String spanId, EventData event) {
		this.evidence.offer(new Evidence(traceId, spanId, event));
	}

	List<Evidence> drainEvidence() {
		List<Evidence> drained = new ArrayList<>();
		Evidence found = this.evidence.poll();
		while (found != null) {
			drained.add(found);
			found = this.evidence.poll();
		}
		return drained;
	}

	long droppedCount() {
		return this.dropped.sum();
	}

	/**
	 * A trace that the tail sampler samples.
	 *
	 * @param traceId its id
	 * @param reason why it does
	 */
	record Decision(String traceId, String reason) {

	}

	/**
	 * What is found out about a slow trace.
	 *
	 * @param traceId its id
	 * @param spanId the id of its local root
	 * @param event an event of the local root
	 */
	record Evidence(String traceId, String spanId, EventData event) {

	}

}
