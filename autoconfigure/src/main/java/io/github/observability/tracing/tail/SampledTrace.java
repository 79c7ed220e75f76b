package io.github.observability.tracing.tail;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Spans that the tail sampler has sampled.
 *
 * @param reason why they are sampled
 * @param spans the spans, all of one trace
 * @param first whether they are the first exported ones of their trace
 */
record SampledTrace(TailSamplingReason reason, List<ReadableSpan> spans, boolean first) {
}
