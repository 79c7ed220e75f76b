/** Benchmarks of the current trace context. */
@NullMarked
package io.github.observability.context.propagation;

import org.jspecify.annotations.NullMarked;
