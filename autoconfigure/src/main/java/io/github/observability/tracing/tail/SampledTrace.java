package io.github.observability.tracing.tail;

import java.util.Comparator;
import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Spans that the tail sampler has sampled.
 *
 * @param reason why they are sampled
 * @param spans the spans, all of one trace
 * @param first whether they are the first exported ones of their trace
 */
record SampledTrace(TailSamplingReason reason, List<ReadableSpan> spans, boolean first) {

	boolean isSlow() {
		return this.first && this.reason == TailSamplingReason.SLOW;
	}

	/**
	 * Return the local root that took longest.
	 */
	@Nullable ReadableSpan longestRoot() {
		return this.spans.stream()
			.filter((span) -> LocalRoots.isRoot(span.getParentSpanContext()))
			.max(Comparator.comparingLong(ReadableSpan::getLatencyNanos))
			.orElse(null);
	}

	/**
	 * Return a trace with another span in the place of one.
	 */
	SampledTrace with(ReadableSpan span, ReadableSpan other) {
		return new SampledTrace(this.reason, this.spans.stream().map((each) -> (each != span) ? each : other).toList(),
				this.first);
	}

}
