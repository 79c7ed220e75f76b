/**
 * Where the time of a trace went: critical path, self time, repeated queries and calls,
 * gaps, fan-out and serial calls. Plain Java on an own span model, for finished traces.
 */
@NullMarked
package io.github.observability.tracing.analysis;

import org.jspecify.annotations.NullMarked;
