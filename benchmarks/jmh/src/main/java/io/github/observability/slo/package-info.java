/** Benchmarks of objectives, in the package of what they measure. */
@NullMarked
package io.github.observability.slo;

import org.jspecify.annotations.NullMarked;
