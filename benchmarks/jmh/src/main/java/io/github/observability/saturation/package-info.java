/** Benchmarks of reading how full resources are, in the package of what they measure. */
@NullMarked
package io.github.observability.saturation;

import org.jspecify.annotations.NullMarked;
