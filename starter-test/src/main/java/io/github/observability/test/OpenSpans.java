package io.github.observability.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.observability.tracing.analysis.TraceSpan;

/**
 * Says which spans never ended.
 */
final class OpenSpans {

	private OpenSpans() {
	}

	static String describe(List<TraceSpan> open, List<TraceSpan> ended, Duration deadline) {
		StringBuilder text = new StringBuilder();
		for (TraceSpan span : open) {
			text.append("Span '")
				.append(SpanNames.title(span))
				.append("' (")
				.append(span.kind())
				.append(") has not ended after ")
				.append(deadline.toMillis())
				.append(" ms\n");
		}
		Set<String> traceIds = open.stream().map(TraceSpan::traceId).collect(Collectors.toSet());
		for (String traceId : traceIds) {
			List<TraceSpan> trace = new ArrayList<>(
					ended.stream().filter((span) -> span.traceId().equals(traceId)).toList());
			open.stream().filter((span) -> span.traceId().equals(traceId)).forEach(trace::add);
			text.append(TraceText.tree(trace, open));
		}
		return text.toString();
	}

}
