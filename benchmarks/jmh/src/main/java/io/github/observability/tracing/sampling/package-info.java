/** Benchmarks of spans, in the package of what they measure. */
@NullMarked
package io.github.observability.tracing.sampling;

import org.jspecify.annotations.NullMarked;
