/**
 * Head sampling: which traces are sampled where they start, and what becomes of the
 * traces of callers.
 */
@NullMarked
package io.github.observability.tracing.sampling;

import org.jspecify.annotations.NullMarked;
