package io.github.observability.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.tracing.analysis.OpenTelemetrySpans;
import io.github.observability.tracing.analysis.TraceSpan;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * The spans of the test that runs: which are open, and which have been exported. Spans
 * that began before the test are none of its own.
 */
final class RecordedSpans {

	private final SpanOrigins origins;

	/** Open spans by id, in the order of their start. */
	private final Map<String, ReadableSpan> open = new LinkedHashMap<>();

	private final Map<String, SpanOrigin> started = new LinkedHashMap<>();

	private final List<TraceSpan> exported = new ArrayList<>();

	private long changes;

	RecordedSpans(SpanOrigins origins) {
		this.origins = origins;
	}

	synchronized void reset() {
		this.open.clear();
		this.started.clear();
		this.exported.clear();
	}

	private void started(ReadWriteSpan span) {
		SpanOrigin origin = this.origins.here();
		synchronized (this) {
			String id = span.getSpanContext().getSpanId();
			this.started.put(id, origin);
			this.open.put(id, span);
			changed();
		}
	}

	private synchronized void ended(ReadableSpan span) {
		this.open.remove(span.getSpanContext().getSpanId());
		changed();
	}

	synchronized void exported(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			SpanOrigin origin = this.started.get(span.getSpanId());
			if (origin != null) {
				this.exported.add(origin.addTo(OpenTelemetrySpans.of(span)));
			}
		}
	}

	private void changed() {
		this.changes++;
		notifyAll();
	}

	/**
	 * Return how often a span was started or ended.
	 */
	synchronized long changes() {
		return this.changes;
	}

	/**
	 * Wait until something happens.
	 * @param since the changes that are known
	 * @param nanos the nanoseconds to wait at most
	 */
	synchronized void awaitChange(long since, long nanos) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		while (this.changes == since) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				return;
			}
			wait(left / 1_000_000, (int) (left % 1_000_000));
		}
	}

	/**
	 * Wait until no span is open.
	 * @param timeout the time to wait at most
	 * @return the spans that are open nevertheless
	 */
	synchronized List<TraceSpan> awaitEnds(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!this.open.isEmpty()) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				break;
			}
			wait(left / 1_000_000, (int) (left % 1_000_000));
		}
		return this.open.values().stream().map(this::open).toList();
	}

	private TraceSpan open(ReadableSpan span) {
		TraceSpan read = OpenTelemetrySpans.of(span.toSpanData());
		SpanOrigin origin = this.started.get(read.spanId());
		return (origin != null) ? origin.addTo(read) : read;
	}

	synchronized List<TraceSpan> spans() {
		return List.copyOf(this.exported);
	}

	/**
	 * Hears of spans. It stands after all other processors, so that a span that it has
	 * seen end is in the queue of the exporter already.
	 */
	final class Listener implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			started(span);
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			ended(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
