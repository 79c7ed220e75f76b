package io.github.observability.incidents;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.observability.incidents.Suspect.SlowTraces;
import io.github.observability.tracing.evidence.SlowTraceEvidence;
import io.github.observability.tracing.evidence.SlowTraceEvidenceListener;
import io.opentelemetry.sdk.trace.data.EventData;
import org.jspecify.annotations.Nullable;

/**
 * The latest slow traces that have a profile.
 */
final class ProfiledTraceHistory implements ProfiledTraces, SlowTraceEvidenceListener {

	private static final int MOST = 256;

	private static final int MOST_FRAMES = 5;

	private static final int MOST_TRACES = 3;

	private static final String AFTER_SHARE = " % ";

	private final Deque<Trace> traces = new ArrayDeque<>();

	@Override
	public void found(String traceId, String spanId, EventData evidence) {
		List<String> frames = evidence.getAttributes().get(SlowTraceEvidence.FRAMES);
		if (frames == null || frames.isEmpty()) {
			return;
		}
		Trace trace = new Trace(TimeUnit.NANOSECONDS.toMillis(evidence.getEpochNanos()), traceId, frames);
		synchronized (this.traces) {
			if (this.traces.size() == MOST) {
				this.traces.removeFirst();
			}
			this.traces.addLast(trace);
		}
	}

	@Override
	public @Nullable SlowTraces since(long sinceMillis) {
		List<Trace> recent;
		synchronized (this.traces) {
			recent = this.traces.stream().filter((trace) -> trace.endMillis() >= sinceMillis).toList();
		}
		Map<String, Double> shares = new HashMap<>();
		for (Trace trace : recent) {
			trace.addTo(shares);
		}
		List<Map.Entry<String, Double>> most = shares.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
				.thenComparing(Map.Entry.comparingByKey()))
			.limit(MOST_FRAMES)
			.toList();
		if (most.isEmpty()) {
			return null;
		}
		List<String> frames = most.stream()
			.map((frame) -> String.format(Locale.ROOT, "%.0f%s%s", frame.getValue() / recent.size(), AFTER_SHARE,
					frame.getKey()))
			.toList();
		return new SlowTraces(frames, latest(recent, most.get(0).getKey()));
	}

	private static List<String> latest(List<Trace> traces, String frame) {
		Deque<String> latest = new ArrayDeque<>();
		for (Trace trace : traces) {
			if (trace.frames().get(0).endsWith(AFTER_SHARE + frame)) {
				latest.addFirst(trace.traceId());
			}
		}
		return latest.stream().limit(MOST_TRACES).toList();
	}

	/**
	 * A slow trace.
	 *
	 * @param endMillis when it ended
	 * @param traceId its id
	 * @param frames its frames with their shares
	 */
	private record Trace(long endMillis, String traceId, List<String> frames) {

		void addTo(Map<String, Double> shares) {
			for (String frame : this.frames) {
				int end = frame.indexOf(AFTER_SHARE);
				if (end > 0) {
					shares.merge(frame.substring(end + AFTER_SHARE.length()), Double.valueOf(frame.substring(0, end)),
							Double::sum);
				}
			}
		}

	}

}
