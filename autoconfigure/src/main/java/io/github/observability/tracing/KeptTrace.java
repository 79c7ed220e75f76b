package io.github.observability.tracing;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Spans to be exported although they are not sampled.
 *
 * @param reason why
 * @param spans the spans, all of one trace
 * @param first whether they are the first of their trace that are exported
 */
record KeptTrace(KeepReason reason, List<ReadableSpan> spans, boolean first) {
}
