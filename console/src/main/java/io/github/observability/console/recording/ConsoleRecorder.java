package io.github.observability.console.recording;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.observability.DaemonScheduler;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.SmartLifecycle;

/**
 * Takes what was queued four times a second, stores it, and sends it to the pages that
 * are open. All of the console's work is done on this one thread.
 */
public final class ConsoleRecorder implements SmartLifecycle {

	private static final Duration PERIOD = Duration.ofMillis(250);

	private static final int MAX_SENT = 50;

	/** Children of a request may end after it. */
	private static final long SETTLED_NANOS = 1_000_000_000L;

	private static final int MAX_UNSETTLED = 20_000;

	private final @Nullable SpanRecorder spans;

	private final UnaryOperator<SpanData> spanMasker;

	private final @Nullable LineRecorder lines;

	private final TraceStore traces;

	private final SignalRecorder signals;

	private final Moments moments;

	private final RunHistory runs;

	private final EventHub events;

	private final JsonMapper json;

	private final Deque<RecordedSpan> unsettled = new ArrayDeque<>();

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-console");

	private long lastTick;

	public ConsoleRecorder(@Nullable SpanRecorder spans, UnaryOperator<SpanData> spanMasker,
			@Nullable LineRecorder lines, TraceStore traces, SignalRecorder signals, Moments moments, RunHistory runs,
			EventHub events, JsonMapper json) {
		this.spans = spans;
		this.spanMasker = spanMasker;
		this.lines = lines;
		this.traces = traces;
		this.signals = signals;
		this.moments = moments;
		this.runs = runs;
		this.events = events;
		this.json = json;
	}

	@Override
	public void start() {
		this.events.start();
		this.scheduler.start(this::record, PERIOD, PERIOD);
	}

	@Override
	public void stop() {
		this.scheduler.stop();
		this.events.stop();
		this.runs.save();
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	/** Streams that are open would hold up a graceful shutdown. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	private void record() {
		record(System.currentTimeMillis());
	}

	public synchronized void record(long millis) {
		Set<String> changed = new LinkedHashSet<>();
		List<RecordedSpan> ended = (this.spans != null) ? this.spans.drain(this.spanMasker) : List.of();
		for (RecordedSpan span : ended) {
			this.traces.add(span);
			changed.add(span.traceId());
			if (span.kind().equals("SERVER")) {
				this.signals.served(span);
				if (this.unsettled.size() < MAX_UNSETTLED) {
					this.unsettled.addLast(span);
				}
			}
		}
		List<SpanRecorder.Decision> decided = (this.spans != null) ? this.spans.drainDecisions() : List.of();
		for (SpanRecorder.Decision decision : decided) {
			this.traces.tailSampled(decision.traceId(), decision.reason());
			changed.add(decision.traceId());
		}
		for (SpanRecorder.Evidence found : (this.spans != null) ? this.spans.drainEvidence()
				: List.<SpanRecorder.Evidence>of()) {
			this.traces.add(found.traceId(), found.spanId(), RecordedSpan.Event.of(found.event()));
			changed.add(found.traceId());
		}
		List<RecordedLine> logged = (this.lines != null) ? this.lines.drain() : List.of();
		for (RecordedLine line : logged) {
			this.signals.logged(line);
			this.moments.error(line);
		}
		settle(millis);
		SignalRecorder.Point point = null;
		if (millis - this.lastTick >= 1000 || millis < this.lastTick) {
			this.lastTick = millis;
			point = this.signals.tick(millis);
			this.moments.saturation(point);
		}
		send(changed, logged, point);
	}

	private void settle(long millis) {
		long now = millis * 1_000_000;
		RecordedSpan next = this.unsettled.peekFirst();
		// What ended in the future did so before the clock was set back.
		while (next != null && Math.abs(now - next.endNanos()) >= SETTLED_NANOS) {
			this.unsettled.removeFirst();
			TraceStore.Snapshot trace = this.traces.find(next.traceId());
			if (trace != null) {
				int queries = 0;
				int bytes = 0;
				for (RecordedSpan span : trace.below(next.spanId())) {
					queries += TraceSummary.isStatement(span) ? 1 : 0;
					bytes += TelemetrySize.ofSpan(span);
				}
				this.runs.add(next, queries, bytes);
			}
			next = this.unsettled.peekFirst();
		}
	}

	private void send(Set<String> changed, List<RecordedLine> logged, SignalRecorder.@Nullable Point point) {
		if (this.events.isEmpty()) {
			return;
		}
		List<TraceSummary> summaries = new ArrayList<>();
		for (String traceId : changed) {
			TraceStore.Snapshot trace = this.traces.find(traceId);
			if (trace != null && summaries.size() < MAX_SENT) {
				summaries.add(trace.summary());
			}
		}
		List<RecordedLine> newest = logged.subList(Math.max(0, logged.size() - MAX_SENT), logged.size());
		if (!summaries.isEmpty() || !newest.isEmpty()) {
			this.events.send(this.json.writeValueAsString(Map.of("traces", summaries, "lines", newest)));
		}
		if (point != null) {
			this.events.send(this.json.writeValueAsString(Map.of("point", point, "moments", this.moments.all())));
		}
	}

}
