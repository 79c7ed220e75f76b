/** Benchmarks of the MDC of a request, in the package of what they measure. */
@NullMarked
package io.github.observability.context;

import org.jspecify.annotations.NullMarked;
