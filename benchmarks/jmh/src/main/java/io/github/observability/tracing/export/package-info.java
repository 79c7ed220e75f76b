/** Benchmarks of the export of spans, in the package of what they measure. */
@NullMarked
package io.github.observability.tracing.export;

import org.jspecify.annotations.NullMarked;
