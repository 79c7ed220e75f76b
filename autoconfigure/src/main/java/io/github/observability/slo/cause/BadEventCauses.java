package io.github.observability.slo.cause;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.observability.BoundedMap;
import io.github.observability.HttpNames;
import io.github.observability.LogOnce;
import io.github.observability.slo.SloEffects;
import io.github.observability.tracing.analysis.OpenTelemetrySpans;
import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.export.ExportedSpanListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.slf4j.LoggerFactory;

import org.springframework.util.function.SingletonSupplier;

/**
 * Counts bad events by their cause. It sees the spans that are exported, on the thread
 * that exports them, so that a request pays nothing. Errors and slow traces are exported
 * whole by tail sampling; the counts tell shares, not totals.
 */
final class BadEventCauses implements ExportedSpanListener, BadEventHistory {

	/** Causes of an objective that have a series, besides the service itself. */
	static final int MOST_CAUSES = 5;

	static final String OTHER = "other";

	private static final int MOST_TRACES = 500;

	private static final int MOST_SPANS = 200;

	private static final int MOST_EVENTS = 500;

	private final MeterRegistry registry;

	private final SloEffects effects;

	private final SingletonSupplier<HttpNames> names;

	private final LogOnce fault = new LogOnce(LoggerFactory.getLogger(BadEventCauses.class));

	/** Spans whose local root is not exported yet. */
	private final Map<String, List<SpanData>> waiting = BoundedMap.droppingOldest(MOST_TRACES);

	private final Map<String, Set<String>> causes = new HashMap<>();

	/** By objective and cause. */
	private final Map<String, Map<String, Count>> counts = new TreeMap<>();

	private final Deque<BadEvent> events = new ArrayDeque<>();

	BadEventCauses(MeterRegistry registry, SloEffects effects, SingletonSupplier<HttpNames> names) {
		this.registry = registry;
		this.effects = effects;
		this.names = names;
		// A rate of a series that begins with its first event would not show the event.
		effects.requestObjectives().forEach((slo) -> countOf(slo, TraceCause.SELF));
	}

	@Override
	public synchronized void exported(SpanData span) {
		try {
			add(span);
		}
		catch (RuntimeException ex) {
			this.fault.warn("The cause of a bad event is not known; further failures are not logged", ex);
		}
	}

	private void add(SpanData span) {
		SpanContext parent = span.getParentSpanContext();
		if (parent.isValid() && !parent.isRemote()) {
			List<SpanData> trace = this.waiting.computeIfAbsent(span.getTraceId(), (key) -> new ArrayList<>());
			if (trace.size() < MOST_SPANS) {
				trace.add(span);
			}
			return;
		}
		List<SpanData> trace = this.waiting.remove(span.getTraceId());
		TraceSpan root = OpenTelemetrySpans.of(span);
		List<SloEffects.Effect> bad = bad(root);
		if (!bad.isEmpty()) {
			List<TraceSpan> all = new ArrayList<>();
			if (trace != null) {
				all.addAll(OpenTelemetrySpans.of(trace));
			}
			all.add(root);
			bad.forEach((effect) -> count(effect, root, all));
		}
	}

	private List<SloEffects.Effect> bad(TraceSpan root) {
		String route = root.route();
		String method = root.httpMethod();
		if (route == null || method == null) {
			return List.of();
		}
		HttpNames known = this.names.obtain();
		Map<String, String> tags = new LinkedHashMap<>();
		root.attributes().forEach((key, value) -> tags.put(key, String.valueOf(value)));
		int status = root.httpStatus();
		tags.put(known.route(), route);
		tags.put(known.method(), method);
		tags.put(known.status(), String.valueOf(status));
		tags.putIfAbsent(HttpNames.OUTCOME, (status >= 500) ? HttpNames.SERVER_ERROR : "SUCCESS");
		return this.effects.ofRequest(tags, Duration.ofNanos(root.durationNanos()))
			.stream()
			.filter((effect) -> effect.result().equals("bad"))
			.toList();
	}

	private void count(SloEffects.Effect effect, TraceSpan root, List<TraceSpan> trace) {
		Duration limit = effect.slowerThan();
		boolean slow = limit != null && Duration.ofNanos(root.durationNanos()).compareTo(limit) > 0;
		String cause = TraceCause.of(root, trace, !slow || root.httpStatus() >= 500);
		countOf(effect.slo(), shown(effect.slo(), cause)).increment();
		if (this.events.size() == MOST_EVENTS) {
			this.events.removeFirst();
		}
		this.events.addLast(new BadEvent(Instant.ofEpochSecond(0, root.endNanos()), effect.slo(),
				root.httpMethod() + " " + root.route(), cause, root.traceId()));
	}

	private String shown(String slo, String cause) {
		Set<String> known = this.causes.computeIfAbsent(slo, (key) -> new HashSet<>());
		if (cause.equals(TraceCause.SELF) || known.contains(cause)) {
			return cause;
		}
		return (known.size() < MOST_CAUSES && known.add(cause)) ? cause : OTHER;
	}

	private Count countOf(String slo, String cause) {
		return this.counts.computeIfAbsent(slo, (key) -> new HashMap<>())
			.computeIfAbsent(cause,
					(key) -> new Count(Counter.builder(CauseMeter.BAD.getName())
						.description(CauseMeter.BAD.description())
						.tag(CauseTag.SLO.asString(), slo)
						.tag(CauseTag.CAUSE.asString(), cause)
						.register(this.registry)));
	}

	@Override
	public synchronized Map<String, Map<String, Long>> counts() {
		Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
		this.counts.forEach((slo, each) -> counts.put(slo, byFrequency(each)));
		return counts;
	}

	private static Map<String, Long> byFrequency(Map<String, Count> byCause) {
		Map<String, Long> counts = new LinkedHashMap<>();
		byCause.entrySet()
			.stream()
			.sorted(Comparator.comparingLong((Map.Entry<String, Count> entry) -> -entry.getValue().total)
				.thenComparing(Map.Entry.comparingByKey()))
			.forEach((entry) -> counts.put(entry.getKey(), entry.getValue().total));
		return counts;
	}

	@Override
	public synchronized List<BadEvent> events() {
		return List.copyOf(this.events);
	}

	/**
	 * Events since the start. A registry that pushes may count anew in each step, so the
	 * counter alone does not tell them.
	 */
	private static final class Count {

		private final Counter counter;

		private long total;

		Count(Counter counter) {
			this.counter = counter;
		}

		void increment() {
			this.counter.increment();
			this.total++;
		}

	}

}
