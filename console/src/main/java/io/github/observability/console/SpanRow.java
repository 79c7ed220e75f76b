package io.github.observability.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.console.recording.RecordedSpan;
import io.github.observability.console.recording.TraceStore;
import io.github.observability.tracing.analysis.TraceAnalysis;

/**
 * A span in the waterfall. Times are nanoseconds since the start of the root span.
 *
 * @param spanId the id
 * @param name the name
 * @param kind the kind
 * @param depth the number of its ancestors
 * @param start the start
 * @param nanos the duration
 * @param self the time in which none of its children runs
 * @param critical what it contributes to the critical path
 * @param error whether it failed
 * @param statusText the description of its status
 * @param attributes the attributes
 * @param events the events
 * @param links the linked spans
 */
record SpanRow(String spanId, String name, String kind, int depth, long start, long nanos, long self, long critical,
		boolean error, String statusText, Map<String, Object> attributes, List<RecordedSpan.Event> events,
		List<RecordedSpan.Link> links) {

	static List<SpanRow> of(TraceStore.Snapshot trace, TraceAnalysis analysis) {
		Map<String, RecordedSpan> spans = new HashMap<>();
		trace.spans().forEach((span) -> spans.putIfAbsent(span.spanId(), span));
		long origin = trace.root().startNanos();
		List<SpanRow> rows = new ArrayList<>();
		for (TraceAnalysis.SpanTime time : analysis.spans()) {
			RecordedSpan span = spans.get(time.span().spanId());
			if (span != null) {
				rows.add(new SpanRow(span.spanId(), span.name(), span.kind(), time.depth(), span.startNanos() - origin,
						span.durationNanos(), time.selfNanos(), time.criticalNanos(), span.error(), span.statusText(),
						span.attributes(), span.events(), span.links()));
			}
		}
		return rows;
	}

}
