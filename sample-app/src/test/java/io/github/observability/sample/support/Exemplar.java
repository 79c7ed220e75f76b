package io.github.observability.sample.support;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Trace reference attached to one sample of an OpenMetrics scrape.
 *
 * @param labels what it refers to, usually {@code trace_id} and {@code span_id}
 * @param value measurement that was taken in that trace
 * @param timestamp seconds since the epoch, or {@code null} if not given
 */
public record Exemplar(Map<String, String> labels, double value, @Nullable Double timestamp) {

}
